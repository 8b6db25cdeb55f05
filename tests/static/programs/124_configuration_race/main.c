/* A thread reads the configuration anew while another one works by it. */
#include <pthread.h>
#include <stdio.h>

#include "config.h"

static void* serve(void* unused) {
  printf("%d\n", config.port);
  return unused;
}

static void* reload(void* unused) {
  config_read("8081");
  return unused;
}

int main(void) {
  pthread_t a, b;
  config_read("8080");
  pthread_create(&a, 0, serve, 0);
  pthread_create(&b, 0, reload, 0);
  pthread_join(a, 0);
  pthread_join(b, 0);
  return 0;
}
