// Every worker of a pool waits for a task that is still in the queue.
#include <cstdio>
#include <future>

#include "meet.h"
#include "task_pool.hpp"

std::promise<void> inner[2];
std::promise<void> outer[2];
int arrived = 0;

void work(TaskPool& pool, int number) {
  meet(&arrived, 2);
  pool.submit([number] { inner[number].set_value(); });
  inner[number].get_future().get();  // HANG(GD202)
  outer[number].set_value();
}

int main() {
  TaskPool pool(2);
  for (int i = 0; i < 2; ++i) pool.submit([&pool, i] { work(pool, i); });
  for (auto& promise : outer) promise.get_future().get();
  std::puts("done");
}
