// The thread of before is joined before another one is begun by the same handle, and that one
// before its results are read.
#include <thread>

class Worker {
 public:
  void restart() {
    if (thread_.joinable()) thread_.join();
    ++steps;
    thread_ = std::thread([this] { ++steps; });
  }
  void stop() { thread_.join(); }
  int steps = 0;

 private:
  std::thread thread_;
};

int main() {
  Worker worker;
  worker.restart();
  worker.restart();
  worker.stop();
  return worker.steps;  // NORACE
}
