// A barrier for three, of which only two come.
#include <barrier>
#include <cstdio>
#include <thread>

std::barrier<> phase(3);

int main() {
  std::thread worker([] { phase.arrive_and_wait(); });
  phase.arrive_and_wait();  // HANG(GD202)
  worker.join();
  std::puts("done");
}
