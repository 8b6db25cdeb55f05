// Jobs that threads of a pool take out of a queue, as packaged tasks: they meet in a sum.
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

class Pool {
 public:
  Pool() : first_(&Pool::work, this), second_(&Pool::work, this) {}
  ~Pool() {
    {
      std::lock_guard guard(mutex_);
      isEnding_ = true;
    }
    wake_.notify_all();
    first_.join();
    second_.join();
  }

  template <typename F>
  auto submit(F function) {
    auto task = std::make_shared<std::packaged_task<decltype(function())()>>(std::move(function));
    auto future = task->get_future();
    {
      std::lock_guard guard(mutex_);
      jobs_.emplace_back([task] { (*task)(); });
    }
    wake_.notify_one();
    return future;
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock guard(mutex_);
        while (jobs_.empty() && !isEnding_) wake_.wait(guard);
        if (jobs_.empty()) return;
        job = std::move(jobs_.front());
        jobs_.pop_front();
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool isEnding_ = false;
  std::thread first_;
  std::thread second_;
};

std::mutex sumMutex;
long sum = 0;

int add(int number) {
  sum += number;  // RACE
  return number;
}

int main() {
  Pool pool;
  auto one = pool.submit([] { return add(1); });
  auto two = pool.submit([] { return add(2); });
  return one.get() + two.get() == 3 ? 0 : 1;
}
