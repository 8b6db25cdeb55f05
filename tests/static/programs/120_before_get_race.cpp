// The result is looked at before the future says that it is there.
#include <cstdio>
#include <future>
#include <vector>

int main() {
  std::vector<int> found;
  std::future<void> result = std::async(std::launch::async, [&found] {
    for (int i = 2; i < 100; ++i) found.push_back(i);
  });
  std::printf("%zu\n", found.size());  // RACE
  result.get();
}
