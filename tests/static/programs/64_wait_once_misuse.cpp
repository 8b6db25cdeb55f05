// The consumer looks once, and waits once: a condition may wake without a reason.
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

std::mutex m;
std::condition_variable ready;
std::queue<int> jobs;
int last;

void consume() {
  std::unique_lock<std::mutex> lock(m);
  if (jobs.empty()) ready.wait(lock);  // MISUSE(GD407)
  last = jobs.front();
  jobs.pop();
}

int main() {
  std::thread consumer(consume);
  {
    std::lock_guard<std::mutex> lock(m);
    jobs.push(1);
  }
  ready.notify_one();
  consumer.join();
  return last;
}
