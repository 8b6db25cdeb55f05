// Each round makes a batch and several workers that share it, by its lock.
#include <mutex>
#include <thread>

struct Batch {
  std::mutex mutex;
  int sum = 0;
};

void work(Batch* batch) {
  std::lock_guard guard(batch->mutex);
  ++batch->sum;  // NORACE
}

int main() {
  for (int round = 0; round < 10; ++round) {
    Batch* batch = new Batch;
    for (int i = 0; i < 4; ++i) std::thread(work, batch).detach();
  }
}
