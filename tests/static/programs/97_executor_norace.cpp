// Jobs of an executor of two workers count what is done, under a lock.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

class Executor {
 public:
  Executor() {
    for (int i = 0; i < 2; ++i) workers_.emplace_back([this] { work(); });
  }
  ~Executor() {
    {
      std::lock_guard<std::mutex> guard(m_);
      isEnding_ = true;
    }
    wake_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }
  void submit(std::function<void()> job) {
    {
      std::lock_guard<std::mutex> guard(m_);
      jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
  }

 private:
  void work() {
    for (;;) {
      std::unique_lock<std::mutex> guard(m_);
      wake_.wait(guard, [this] { return isEnding_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      std::function<void()> job = std::move(jobs_.front());
      jobs_.pop_front();
      guard.unlock();
      job();
    }
  }

  std::mutex m_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool isEnding_ = false;
  std::vector<std::thread> workers_;
};

std::mutex doneMutex;
int done;

void begin(Executor& executor) {
  executor.submit([] {
    std::lock_guard<std::mutex> guard(doneMutex);
    ++done;  // NORACE
  });
}

int main() {
  Executor executor;
  for (int i = 0; i < 10; ++i) begin(executor);
}
