// One of two implementations of a virtual function does not lock.
#include <mutex>
#include <thread>

std::mutex m;
long total;

struct Task {
  virtual ~Task() = default;
  virtual void run() = 0;
};
struct Careful : Task {
  void run() override {
    std::lock_guard<std::mutex> guard(m);
    ++total;
  }
};
struct Careless : Task {
  void run() override { ++total; }  // RACE
};

void work(Task* task) {
  task->run();
}

int main() {
  Careful careful;
  Careless careless;
  std::thread a(work, &careful);
  std::thread b(work, &careless);
  a.join();
  b.join();
}
