// The promise is kept, and only then the answer is written.
#include <future>
#include <thread>

long answer = 0;

void work(std::promise<void> done) {
  done.set_value();
  answer = 42;  // RACE
}

int main() {
  std::promise<void> done;
  std::future<void> result = done.get_future();
  std::thread worker(work, std::move(done));
  result.get();
  const bool isRight = answer == 42;  // RACE
  worker.join();
  return isRight ? 0 : 1;
}
