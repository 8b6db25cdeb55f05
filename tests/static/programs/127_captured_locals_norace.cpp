// Locals that threads share by reference, with one lock.
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

long sum(const std::vector<int>& numbers) {
  std::mutex m;
  std::mutex other;
  long total = 0;
  const std::size_t half = numbers.size() / 2;
  std::thread first([&] {
    for (std::size_t i = 0; i < half; ++i) {
      std::lock_guard<std::mutex> guard(m);
      total += numbers[i];
    }
  });
  std::thread second([&] {
    for (std::size_t i = half; i < numbers.size(); ++i) {
      std::lock_guard<std::mutex> guard(m);
      total += numbers[i];  // NORACE
    }
  });
  first.join();
  second.join();
  (void)other;
  return total;
}

int main() {
  std::vector<int> numbers(100);
  std::iota(numbers.begin(), numbers.end(), 1);
  return sum(numbers) == 5050 ? 0 : 1;
}
