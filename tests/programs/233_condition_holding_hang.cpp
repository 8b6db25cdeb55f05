// The consumer waits on a condition while it holds another mutex, which the producer needs first.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "meet.h"

std::mutex outer;
std::mutex queue;
std::condition_variable filled;
bool full = false;
int arrived = 0;

void consume() {
  std::unique_lock first(outer);
  meet(&arrived, 2);
  std::unique_lock guard(queue);
  filled.wait(guard, [] { return full; });  // HANG
}

void produce() {
  meet(&arrived, 2);
  std::lock_guard first(outer);  // HANG
  std::lock_guard guard(queue);
  full = true;
  filled.notify_one();
}

int main() {
  std::thread consumer(consume);
  std::thread producer(produce);
  consumer.join();
  producer.join();
  std::puts("done");
}
