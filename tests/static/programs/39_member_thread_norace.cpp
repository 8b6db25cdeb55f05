// An object runs a thread on itself and reads the result after joining it.
#include <thread>

class Worker {
 public:
  void start() { thread_ = std::thread(&Worker::run, this); }
  int stop() {
    thread_.join();
    return steps_;  // NORACE
  }

 private:
  void run() { ++steps_; }

  std::thread thread_;
  int steps_ = 0;
};

int main() {
  Worker worker;
  worker.start();
  return worker.stop();
}
