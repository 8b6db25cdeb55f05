// An object is made, filled and handed over: one thread at a time has it.
#include <memory>
#include <thread>

struct Job {
  int size = 0;
};

void work(std::unique_ptr<Job> job) {
  job->size = 2;  // NORACE
}

int main() {
  auto job = std::make_unique<Job>();
  job->size = 1;
  std::thread a(work, std::move(job));
  a.join();
}
