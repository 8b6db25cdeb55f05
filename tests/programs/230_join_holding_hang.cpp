// main joins a thread while it holds the mutex that the thread needs.
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex results;
int arrived = 0;

void work() {
  meet(&arrived, 2);
  std::lock_guard guard(results);  // HANG
}

int main() {
  std::thread worker(work);
  std::unique_lock guard(results);
  meet(&arrived, 2);
  worker.join();  // HANG
  std::puts("done");
}
