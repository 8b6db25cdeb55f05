// The worker is joined where there is one to join, but too late.
#include <thread>

struct Worker {
  std::thread thread;
  int jobs = 0;

  void run() {
    ++jobs;  // RACE
  }
  void start() { thread = std::thread(&Worker::run, this); }
  void stop() {
    if (thread.joinable()) thread.join();
  }
};

int main() {
  Worker worker;
  worker.start();
  ++worker.jobs;  // RACE
  worker.stop();
}
