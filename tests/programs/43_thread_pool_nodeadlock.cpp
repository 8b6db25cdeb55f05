// The same tasks in a pool of one worker, which never meets itself.
#include <cstdio>

#include "task_pool.hpp"

std::mutex a;
std::mutex b;

void forth() {
  std::lock_guard first(a);
  std::lock_guard second(b);  // NODEADLOCK(one thread)
}

void back() {
  std::lock_guard first(b);
  std::lock_guard second(a);  // NODEADLOCK(one thread)
}

int main() {
  {
    TaskPool pool(1);
    pool.submit(forth);
    pool.submit(back);
  }
  std::puts("done");
}
