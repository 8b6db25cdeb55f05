// A latch for three, of which only two come.
#include <cstdio>
#include <latch>
#include <thread>

std::latch started(3);

int main() {
  std::thread worker([] { started.count_down(); });
  started.arrive_and_wait();  // HANG(GD202)
  worker.join();
  std::puts("done");
}
