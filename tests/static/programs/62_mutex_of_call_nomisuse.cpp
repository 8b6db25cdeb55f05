// The mutex is a local that threads share, or one for all calls.
#include <mutex>
#include <thread>

void add(long& total, long amount) {
  static std::mutex m;
  std::lock_guard<std::mutex> guard(m);
  total += amount;
}

int main() {
  std::mutex m;
  long total = 0;
  std::thread other([&] {
    std::lock_guard<std::mutex> guard(m);
    ++total;
  });
  {
    std::lock_guard<std::mutex> guard(m);  // NOMISUSE
    ++total;
  }
  other.join();
  add(total, 1);
}
