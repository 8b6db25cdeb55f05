// OPTIONS: possible
// A std::function that users register is called with the lock held that registering takes.
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
    std::lock_guard lock(m_);
    if (callback_) callback_(event);  // MISUSE(GD406)
  }

 private:
  std::mutex m_;
  std::function<void(int)> callback_;
};

void run(Subject& subject) {
  subject.notify(1);
}
