// A promise that nobody sets: main waits for its future.
#include <cstdio>
#include <future>
#include <thread>

int main() {
  std::promise<int> promise;
  std::thread worker([] { std::puts("forgets its promise"); });
  worker.join();
  promise.get_future().get();  // HANG(GD202)
  std::puts("done");
}
