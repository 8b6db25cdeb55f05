// OPTIONS: possible
// What is written before the promise is kept is read by whoever has got its value.
#include <future>
#include <thread>

long answer = 0;  // NORACE

void work(std::promise<void> done) {
  answer = 42;
  done.set_value();
}

int main() {
  std::promise<void> done;
  std::future<void> result = done.get_future();
  std::thread worker(work, std::move(done));
  result.get();
  const bool isRight = answer == 42;
  worker.join();
  return isRight ? 0 : 1;
}
