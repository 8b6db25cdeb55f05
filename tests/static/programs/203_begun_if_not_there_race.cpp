// The thread is begun where there is none: from then on it runs.
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
  const int steps = worker.steps;  // RACE
  worker.stop();
  return steps;
}
