// Two threads wait for an atomic to change; nobody is left who could change it.
#include <atomic>
#include <cstdio>
#include <thread>

std::atomic<int> state{0};

int main() {
  std::thread worker([] { state.wait(0); });
  state.wait(0);  // HANG(GD202)
  worker.join();
  std::puts("done");
}
