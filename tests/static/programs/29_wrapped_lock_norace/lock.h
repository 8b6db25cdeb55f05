#pragma once
void lockAll(void);
void unlockAll(void);
extern int total;
