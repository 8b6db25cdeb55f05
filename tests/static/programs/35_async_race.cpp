// The result of the task is not waited for.
#include <future>

int n;

int main() {
  std::future<void> task = std::async(std::launch::async, [] { ++n; });  // RACE
  int seen = n;
  task.get();
  return seen;
}
