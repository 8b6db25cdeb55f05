// The thread is begun where there is none, and joined before its results are read.
#include <memory>
#include <thread>

class Worker {
 public:
  void start() {
    if (thread_) return;
    thread_ = std::make_unique<std::thread>([this] { ++steps; });
  }
  void stop() {
    if (!thread_) return;
    thread_->join();
    thread_.reset();
  }
  int steps = 0;

 private:
  std::unique_ptr<std::thread> thread_;
};

Worker worker;

int main() {
  worker.start();
  worker.stop();
  return worker.steps;  // NORACE
}
