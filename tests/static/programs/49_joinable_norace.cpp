// The worker is joined where there is one to join, in a function of its own.
#include <thread>

struct Worker {
  std::thread thread;
  int jobs = 0;

  void run() { ++jobs; }
  void start() { thread = std::thread(&Worker::run, this); }
  void stop() {
    if (thread.joinable()) thread.join();
  }
};

int main() {
  Worker worker;
  worker.start();
  worker.stop();
  return ++worker.jobs;  // NORACE
}
