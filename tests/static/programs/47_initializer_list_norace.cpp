// The functions that the threads run come from a list between braces; both lock.
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

std::mutex m;
int n;

void up() {
  std::lock_guard<std::mutex> guard(m);
  ++n;  // NORACE
}

void down() {
  std::lock_guard<std::mutex> guard(m);
  --n;
}

void runAll(const std::vector<std::function<void()>>& roles) {
  std::vector<std::thread> threads;
  for (const auto& role : roles) threads.emplace_back(role);
  for (std::thread& thread : threads) thread.join();
}

int main() {
  runAll({up, down});
}
