// A session gives its thread a pointer that keeps it alive, a watcher gets at it by a weak one;
// each counts under the session's lock.
#include <memory>
#include <mutex>
#include <thread>

class Session : public std::enable_shared_from_this<Session> {
 public:
  std::thread start() {
    return std::thread([self = shared_from_this()] { self->work(); });
  }
  void look() {
    std::lock_guard guard(mutex_);
    ++seen_;  // NORACE
  }

 private:
  void work() {
    std::lock_guard guard(mutex_);
    ++seen_;  // NORACE
  }
  std::mutex mutex_;
  int seen_ = 0;
};

int main() {
  auto session = std::make_shared<Session>();
  std::thread worker = session->start();
  std::weak_ptr<Session> weak = session;
  std::thread watcher([weak] {
    if (const auto found = weak.lock()) found->look();
  });
  worker.join();
  watcher.join();
}
