// An object runs a thread on itself and looks at its result while that runs.
#include <thread>

class Worker {
 public:
  void start() { thread_ = std::thread(&Worker::run, this); }
  int progress() const { return steps_; }  // RACE
  void stop() { thread_.join(); }

 private:
  void run() { ++steps_; }

  std::thread thread_;
  int steps_ = 0;
};

int main() {
  Worker worker;
  worker.start();
  int seen = worker.progress();
  worker.stop();
  return seen;
}
