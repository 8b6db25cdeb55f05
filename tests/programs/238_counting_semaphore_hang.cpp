// A counting semaphore, acquired once more than it is released.
#include <cstdio>
#include <semaphore>
#include <thread>

std::counting_semaphore<8> jobs(0);

int main() {
  std::thread worker([] { jobs.release(2); });
  for (int i = 0; i < 3; ++i) jobs.acquire();  // HANG(GD202)
  worker.join();
  std::puts("done");
}
