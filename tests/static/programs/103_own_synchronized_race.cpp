// A value that knows its lock; one thread goes around it.
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

template <typename T>
class Synchronized {
 public:
  template <typename F>
  auto with(F function) {
    std::lock_guard<std::mutex> guard(m_);
    return function(value_);
  }
  T& unguarded() { return value_; }

 private:
  std::mutex m_;
  T value_;
};

Synchronized<std::vector<std::string>> names;

void add() {
  names.with([](std::vector<std::string>& all) { all.push_back("one"); });
}

std::size_t count() {
  return names.unguarded().size();  // RACE
}

int main() {
  std::thread a(add);
  std::thread b(count);
  a.join();
  b.join();
}
