// A pipeline of a shell that is only slow: everybody waits for somebody who sleeps.
#include <stdlib.h>

int main(void) {
  return system("(sleep 2; seq 20000) | (sleep 1; sort -n) | tail -n 1 >/dev/null");  // NODEADLOCK
}
