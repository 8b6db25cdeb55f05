// Each round makes a batch and several workers that share it, without its lock.
#include <mutex>
#include <thread>

struct Batch {
  std::mutex mutex;
  int sum = 0;
};

void work(Batch* batch) {
  ++batch->sum;  // RACE
}

int main() {
  for (int round = 0; round < 10; ++round) {
    Batch* batch = new Batch;
    for (int i = 0; i < 4; ++i) std::thread(work, batch).detach();
  }
}
