// The creator keeps a pointer to what it handed over, and uses it.
#include <memory>
#include <thread>

struct Job {
  int size = 0;
};

void work(Job* job) {
  job->size = 2;  // RACE
  delete job;
}

int main() {
  Job* job = new Job;
  std::thread a(work, job);
  int size = job->size;
  a.join();
  return size;
}
