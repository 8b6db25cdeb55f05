// The sum is read when the thread has ended.
#include <cstdio>
#include <thread>

class Adder {
 public:
  void finish() {
    thread_.join();
    std::printf("%ld\n", sum_);  // NORACE
  }

 private:
  void run() {
    for (int i = 0; i < 100; ++i) sum_ += i;
  }

  long sum_ = 0;
  std::jthread thread_{[this] { run(); }};
};

int main() {
  Adder adder;
  adder.finish();
}
