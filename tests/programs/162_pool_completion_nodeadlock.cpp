// The usual pool: its workers take the interface's lock when they start and when they end, and the
// clients hold it while they wait for their jobs.
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

std::mutex api;
std::mutex m;
std::condition_variable work;
std::condition_variable done;
std::condition_variable started;
std::deque<int> jobs;
int running = 0;
int finished = 0;
int names = 0;

void worker() {
  {
    std::lock_guard name(api);
    ++names;
  }
  {
    std::lock_guard lock(m);
    ++running;
    started.notify_one();
  }
  for (;;) {
    std::unique_lock lock(m);
    work.wait(lock, [] { return !jobs.empty(); });
    const int job = jobs.front();
    jobs.pop_front();
    lock.unlock();
    if (job == 0) break;
    lock.lock();
    ++finished;
    lock.unlock();
    done.notify_all();
  }
  std::lock_guard name(api);
  --names;
}

void submit(int job) {
  {
    std::lock_guard lock(m);
    jobs.push_back(job);
  }
  work.notify_one();
}

int main() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i) workers.emplace_back(worker);
  {
    std::unique_lock lock(m);
    started.wait(lock, [] { return running == 3; });
  }
  for (int round = 1; round <= 200; ++round) {
    std::lock_guard call(api);
    submit(1);
    std::unique_lock lock(m);
    done.wait(lock, [&] { return finished >= round; });  // NODEADLOCK
  }
  for (int i = 0; i < 3; ++i) submit(0);
  for (std::thread& thread : workers) thread.join();
  std::puts("done");
}
