/* Somebody is told of each event. */
#pragma once

void events_on(void (*callback)(int event));
void events_post(int event);
