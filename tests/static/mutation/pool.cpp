// A pool of threads with futures, priorities, timers and workers that are added while it runs.
// Every datum that two threads use has its lock; mutation_test.py takes one lock away at a time.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using Job = std::function<void()>;
using Clock = std::chrono::steady_clock;

class Log {
 public:
  void write(const std::string& line) {
    std::lock_guard guard(mutex_);
    lines_.push_back(line);
    bytes_ += line.size();
    if (lines_.size() > 100) lines_.pop_front();
  }
  std::size_t bytes() {
    std::lock_guard guard(mutex_);
    return bytes_;
  }
  void print() {
    std::lock_guard guard(mutex_);
    for (const std::string& line : lines_) std::puts(line.c_str());
    lines_.clear();
  }

 private:
  std::mutex mutex_;
  std::deque<std::string> lines_;
  std::size_t bytes_ = 0;
};

Log theLog;

// How long jobs took.
class Times {
 public:
  void add(Clock::duration time) {
    std::lock_guard guard(mutex_);
    sum_ += time;
    longest_ = std::max(longest_, time);
    ++count_;
  }
  long mean() {
    std::lock_guard guard(mutex_);
    return count_ == 0 ? 0 : static_cast<long>(sum_.count() / count_);
  }
  long longest() {
    std::lock_guard guard(mutex_);
    return static_cast<long>(longest_.count());
  }

 private:
  std::mutex mutex_;
  Clock::duration sum_{};
  Clock::duration longest_{};
  long count_ = 0;
};

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) addWorker();
  }
  ~Pool() { stop(); }

  void addWorker() {
    std::lock_guard guard(workersMutex_);
    workers_.emplace_back([this] { work(); });
  }

  std::size_t workers() {
    std::lock_guard guard(workersMutex_);
    return workers_.size();
  }

  template <typename F>
  auto submit(F function, bool isUrgent = false) {
    using Result = decltype(function());
    auto task = std::make_shared<std::packaged_task<Result()>>(std::move(function));
    std::future<Result> future = task->get_future();
    {
      std::lock_guard guard(mutex_);
      if (isUrgent)
        jobs_.push_front([task] { (*task)(); });
      else
        jobs_.push_back([task] { (*task)(); });
      ++submitted_;
    }
    wake_.notify_one();
    return future;
  }

  long submitted() {
    std::lock_guard guard(mutex_);
    return submitted_;
  }

  std::size_t waiting() {
    std::lock_guard guard(mutex_);
    return jobs_.size();
  }

  int busy() {
    std::lock_guard guard(mutex_);
    return busy_;
  }

  void waitUntilIdle() {
    std::unique_lock guard(mutex_);
    idle_.wait(guard, [this] { return jobs_.empty() && busy_ == 0; });
  }

  void stop() {
    {
      std::lock_guard guard(mutex_);
      if (isStopping_) return;
      isStopping_ = true;
    }
    wake_.notify_all();
    std::vector<std::thread> ended;
    {
      std::lock_guard guard(workersMutex_);  // not needed: the timer, which adds some, has ended
      ended.swap(workers_);
    }
    for (std::thread& worker : ended) worker.join();
  }

  Times& times() { return times_; }

 private:
  void work() {
    for (;;) {
      Job job;
      {
        std::unique_lock guard(mutex_);
        while (jobs_.empty() && !isStopping_) wake_.wait(guard);
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
        ++busy_;
      }
      const Clock::time_point begin = Clock::now();
      job();
      times_.add(Clock::now() - begin);
      std::lock_guard guard(mutex_);
      --busy_;
      if (jobs_.empty() && busy_ == 0) idle_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::deque<Job> jobs_;
  long submitted_ = 0;
  int busy_ = 0;
  bool isStopping_ = false;
  std::mutex workersMutex_;
  std::vector<std::thread> workers_;
  Times times_;
};

// Submits a job again and again.
class Timer {
 public:
  Timer(Pool& pool, Job job) : pool_(pool), job_(std::move(job)), thread_(&Timer::run, this) {}
  ~Timer() {
    mutex_.lock();
    isEnding_ = true;
    mutex_.unlock();
    wake_.notify_all();
    thread_.join();
  }
  int rounds() {
    std::lock_guard guard(mutex_);
    return rounds_;
  }

 private:
  void run() {
    std::unique_lock guard(mutex_);
    while (!wake_.wait_for(guard, std::chrono::milliseconds(1), [this] { return isEnding_; })) {
      ++rounds_;
      pool_.submit(job_);
      if (pool_.waiting() > 20 && pool_.workers() < 6) pool_.addWorker();
    }
  }

  Pool& pool_;
  const Job job_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool isEnding_ = false;
  int rounds_ = 0;
  std::thread thread_;
};

std::mutex primesMutex;
std::vector<int> primes;

bool isPrime(int number) {
  for (int i = 2; i * i <= number; ++i)
    if (number % i == 0) return false;
  return number > 1;
}

int search(int from, int to) {
  int found = 0;
  for (int number = from; number < to; ++number) {
    if (!isPrime(number)) continue;
    std::lock_guard guard(primesMutex);
    primes.push_back(number);
    ++found;
  }
  theLog.write(std::to_string(from) + ": " + std::to_string(found));
  return found;
}

int main() {
  Pool pool(2);
  Timer timer(pool, [] { theLog.write("tick"); });
  std::vector<std::future<int>> results;
  for (int i = 0; i < 40; ++i)
    results.push_back(pool.submit([i] { return search(i * 1000, i * 1000 + 1000); }, i % 8 == 0));
  std::printf("%ld submitted, %zu wait, %d at work of %zu\n", pool.submitted(), pool.waiting(),
              pool.busy(), pool.workers());
  {
    std::lock_guard guard(primesMutex);
    std::printf("%zu so far\n", primes.size());
  }
  int sum = 0;
  for (std::future<int>& result : results) sum += result.get();
  pool.waitUntilIdle();
  theLog.print();
  std::printf("%d primes, %d rounds, %zu bytes, mean %ld, longest %ld\n", sum, timer.rounds(),
              theLog.bytes(), pool.times().mean(), pool.times().longest());
}
