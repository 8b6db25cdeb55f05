// The bus calls its subscribers under its lock; nobody fires under the lock that one of them takes.
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

class Bus {
 public:
  void subscribe(std::function<void()> subscriber) {
    std::lock_guard guard(mutex_);
    subscribers_.push_back(std::move(subscriber));
  }
  void fire() {
    std::lock_guard guard(mutex_);  // NODEADLOCK
    for (auto& subscriber : subscribers_) subscriber();
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> subscribers_;
};

struct User {
  std::mutex mutex;
  int hits = 0;
};

int main() {
  Bus bus;
  User user;
  bus.subscribe([&user] {
    std::lock_guard guard(user.mutex);  // NODEADLOCK
    ++user.hits;
  });
  std::thread thread([&] {
    {
      std::lock_guard guard(user.mutex);  // NODEADLOCK
      user.hits = 0;
    }
    bus.fire();
  });
  bus.fire();
  thread.join();
}
