#pragma once

struct config {
  int port;
  int verbose;
};

extern struct config config;
void config_read(const char* file);
