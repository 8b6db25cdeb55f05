// Two tasks of std::async, each of which waits for the other's result.
#include <cstdio>
#include <future>

std::promise<int> firstResult;
std::promise<int> secondResult;

int main() {
  auto first = std::async(std::launch::async, [] {
    firstResult.set_value(secondResult.get_future().get() + 1);  // HANG(GD202)
  });
  auto second = std::async(std::launch::async, [] {
    secondResult.set_value(firstResult.get_future().get() + 1);  // HANG(GD202)
  });
  first.get();
  second.get();
  std::puts("done");
}
