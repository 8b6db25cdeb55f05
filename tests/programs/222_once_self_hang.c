// OPTIONS: threads=1
// The routine of a pthread_once comes back to the same pthread_once.
#include <stdio.h>

#include "meet.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void set_up(void);

static void use(void) {
  pthread_once(&once, set_up);  // HANG
}

static void set_up(void) {
  use();
}

int main(void) {
  use();
  puts("done");
}
