// The implementation that does not lock is that of a class without objects.
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
    ++total;  // NORACE
  }
};
struct Careless : Task {
  void run() override { ++total; }
};

void work(Task* task) {
  task->run();
}

int main() {
  Careful one;
  Careful two;
  std::thread a(work, &one);
  std::thread b(work, &two);
  a.join();
  b.join();
}
