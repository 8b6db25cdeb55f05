// The sum is read while the thread may still add.
#include <cstdio>
#include <thread>

class Adder {
 public:
  void finish() {
    std::printf("%ld\n", sum_);  // RACE
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
