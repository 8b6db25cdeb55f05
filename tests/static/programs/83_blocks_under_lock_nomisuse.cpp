// What blocks does so without a lock; a wait gives back the one it has; and a lock that only one
// function takes makes nobody wait.
#include <sys/socket.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

class Link {
 public:
  void retry() {
    std::unique_lock lock(m_);
    ++tries_;
    lock.unlock();
    std::this_thread::sleep_for(std::chrono::seconds(1));  // NOMISUSE
    lock.lock();
    --tries_;
  }
  void receive(int socket) {
    char buffer[64];
    const auto got = recv(socket, buffer, sizeof buffer, 0);
    std::lock_guard lock(m_);
    tries_ += static_cast<int>(got);
  }
  void waitReady() {
    std::unique_lock lock(m_);
    while (tries_ < 3) changed_.wait(lock);
  }
  void pause() {
    std::lock_guard lock(alone_);
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }

 private:
  std::mutex m_;
  std::mutex alone_;
  int tries_ = 0;
  std::condition_variable changed_;
};

void run(Link& link) {
  link.retry();
  link.receive(0);
  link.waitReady();
  link.pause();
}
