// Copied under the lock, called without; and what the project itself registers is followed.
#include <functional>
#include <mutex>
#include <utility>

class Subject {
 public:
  void listen(std::function<void(int)> callback) {
    std::lock_guard lock(m_);
    callback_ = std::move(callback);
  }
  void notify(int event) {
    std::function<void(int)> callback;
    {
      std::lock_guard lock(m_);
      callback = callback_;
    }
    if (callback) callback(event);  // NOMISUSE
  }
  template <class Work>
  auto with(Work work) {
    std::lock_guard lock(m_);
    return work();
  }

 private:
  std::mutex m_;
  std::function<void(int)> callback_;
};

class Counter {
 public:
  Counter() : step_([] { return 1; }) {}
  void advance() {
    std::lock_guard lock(m_);
    count_ += step_();
  }
  void clear() {
    std::lock_guard lock(m_);
    count_ = 0;
  }

 private:
  std::mutex m_;
  std::function<int()> step_;
  int count_ = 0;
};

void run(Subject& subject, Counter& counter) {
  subject.notify(1);
  counter.advance();
  counter.clear();
}
