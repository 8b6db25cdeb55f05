// The two orders are taken in two different instances.
#include <cstdio>
#include <mutex>
#include <string>

#include "live.hpp"

template <class Value>
class Cache {
 public:
  void fill(Value value) {
    std::lock_guard index(index_);
    std::lock_guard data(data_);  // NODEADLOCK
    value_ = std::move(value);
  }
  Value drain() {
    std::lock_guard data(data_);
    std::lock_guard index(index_);  // NODEADLOCK
    return std::move(value_);
  }

 private:
  std::mutex index_;
  std::mutex data_;
  Value value_{};
};

Cache<std::string> names;
Cache<int> ages;

int main() {
  const auto work = [] {
    names.fill("alice");
    std::printf("%d\n", ages.drain());
  };
  runLive({work, work});
}
