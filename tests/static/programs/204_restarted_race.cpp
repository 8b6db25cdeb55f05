// The thread of before is joined, and another one begun by the same handle: that one runs.
#include <thread>

class Worker {
 public:
  void restart() {
    if (thread_.joinable()) thread_.join();
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
  const int steps = worker.steps;  // RACE
  worker.stop();
  return steps;
}
