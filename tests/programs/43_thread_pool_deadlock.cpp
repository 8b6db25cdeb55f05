// OPTIONS: locks=2
// Two tasks of a pool, run by two workers, in opposite order.
#include <cstdio>
#include <latch>

#include "live.hpp"
#include "task_pool.hpp"

std::mutex a;
std::mutex b;
std::latch bothStarted(2);
Steps steps;

void forth() {
  bothStarted.arrive_and_wait();
  {
    std::lock_guard first(a);
    std::lock_guard second(b);  // DEADLOCK
  }
  steps.reach(1);
}

void back() {
  bothStarted.arrive_and_wait();
  steps.await(1);
  std::lock_guard first(b);
  std::lock_guard second(a);  // DEADLOCK
}

int main() {
  {
    TaskPool pool(2);
    pool.submit(forth);
    pool.submit(back);
  }
  std::puts("done");
}
