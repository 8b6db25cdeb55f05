// FLAGS: -std=c++14
// Before C++17 the tree has copies that nobody makes.
#include <mutex>

std::mutex m;

std::unique_lock<std::mutex> lockIt() { return std::unique_lock<std::mutex>(m); }

void use() {
  auto guard = lockIt();
  std::unique_lock<std::mutex> other = std::unique_lock<std::mutex>(m);
}
