// OPTIONS: possible
// A pause inside a lambda, a socket, and a wait whose caller holds another lock.
#include <sys/socket.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

class Link {
 public:
  void retry() {
    std::lock_guard lock(m_);
    const auto pause = [] {
      std::this_thread::sleep_for(std::chrono::seconds(1));  // MISUSE(GD406)
    };
    pause();
    ++tries_;
  }
  void receive(int socket) {
    std::lock_guard lock(m_);
    tries_ += static_cast<int>(recv(socket, buffer_, sizeof buffer_, 0));  // MISUSE(GD406)
  }
  void waitReady() {
    std::unique_lock lock(ready_);
    while (!isReady_) changed_.wait(lock);  // MISUSE(GD406)
  }
  void open() {
    std::lock_guard lock(m_);
    waitReady();
  }
  void setReady() {
    std::lock_guard lock(ready_);
    isReady_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex m_;
  int tries_ = 0;
  char buffer_[64] = {};
  std::mutex ready_;
  bool isReady_ = false;
  std::condition_variable changed_;
};

void run(Link& link) {
  link.retry();
  link.receive(0);
  link.open();
  link.setReady();
}
