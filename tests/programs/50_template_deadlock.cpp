// OPTIONS: locks=2
// Both locks belong to one instance of a template.
#include <cstdio>
#include <mutex>
#include <string>

#include "live.hpp"

template <class Value>
class Cache {
 public:
  void fill(Value value) {
    std::lock_guard index(index_);
    std::lock_guard data(data_);  // DEADLOCK
    value_ = std::move(value);
  }
  Value drain() {
    std::lock_guard data(data_);
    std::lock_guard index(index_);  // DEADLOCK
    return std::move(value_);
  }

 private:
  std::mutex index_;
  std::mutex data_;
  Value value_{};
};

Cache<std::string> names;

int main() {
  runLive({[] { names.fill("alice"); }, [] { std::puts(names.drain().c_str()); }});
}
