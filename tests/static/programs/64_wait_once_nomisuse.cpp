// Waits that look again: a loop, a predicate, a loop in the caller; and one for a limited time.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

std::mutex m;
std::condition_variable ready;
std::queue<int> jobs;
int last;

void waitOnce(std::unique_lock<std::mutex>& lock) {
  ready.wait(lock);
}

void consume() {
  std::unique_lock<std::mutex> lock(m);
  while (jobs.empty()) ready.wait(lock);
  ready.wait(lock, [] { return !jobs.empty(); });
  while (jobs.empty()) waitOnce(lock);
  last = jobs.front();
  jobs.pop();
  ready.wait_for(lock, std::chrono::milliseconds(1));
}

int main() {
  std::thread consumer(consume);
  {
    std::lock_guard<std::mutex> lock(m);
    jobs.push(1);
  }
  ready.notify_one();
  consumer.join();
  return last;  // NOMISUSE
}
