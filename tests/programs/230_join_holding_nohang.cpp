// main lets go of the mutex, and joins the slow thread that needs it.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex results;
int arrived = 0;

void work() {
  meet(&arrived, 2);
  std::lock_guard guard(results);  // NODEADLOCK
  be_slow();
}

int main() {
  std::thread worker(work);
  std::unique_lock guard(results);
  meet(&arrived, 2);
  linger(300);
  guard.unlock();
  worker.join();
  std::puts("done");
}
