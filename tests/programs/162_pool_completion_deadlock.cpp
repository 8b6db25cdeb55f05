// A pool whose worker takes the interface's lock in each job, to count it. A client that waits for
// its job with that lock held gets through as long as the worker was quick.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>

#include "spin.hpp"

std::mutex api;
std::mutex m;
std::condition_variable work;
std::condition_variable done;
std::deque<int> jobs;
int finished = 0;
std::atomic<int> counted{0};
std::atomic<int> waitsFor{0};

void worker() {
  for (;;) {
    std::unique_lock lock(m);
    work.wait(lock, [] { return !jobs.empty(); });
    const int job = jobs.front();
    jobs.pop_front();
    lock.unlock();
    if (job == 0) return;
    if (job == 2) spinUntil(waitsFor, 2);
    { std::lock_guard there(m); }  // who waits for job 2 does so by now
    {
      std::lock_guard count(api);
      ++counted;
    }
    spinUntil(waitsFor, job);
    lock.lock();
    finished = job;
    lock.unlock();
    done.notify_all();
  }
}

void submit(int job) {
  std::lock_guard lock(m);
  jobs.push_back(job);
  work.notify_one();
}

void await(int job) {
  std::unique_lock lock(m);
  waitsFor = job;
  done.wait(lock, [&] { return finished >= job; });  // GD104
}

int main() {
  std::thread thread(worker);
  submit(1);
  spinUntil(counted, 1);
  {
    std::lock_guard call(api);
    await(1);
  }
  submit(2);
  await(2);
  submit(0);
  thread.join();
  std::puts("done");
}
