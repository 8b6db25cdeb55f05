// The future's get comes after all that the task did.
#include <future>

int n;

int main() {
  std::future<void> task = std::async(std::launch::async, [] { ++n; });  // NORACE
  task.get();
  return n;
}
