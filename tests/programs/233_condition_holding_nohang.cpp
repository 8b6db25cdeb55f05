// The consumer lets go of the other mutex before it waits on the condition.
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
  first.unlock();
  std::unique_lock guard(queue);
  filled.wait(guard, [] { return full; });  // NODEADLOCK
}

void produce() {
  meet(&arrived, 2);
  be_slow();
  std::lock_guard first(outer);
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
