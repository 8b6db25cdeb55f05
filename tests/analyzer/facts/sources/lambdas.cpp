// FLAGS: -std=c++20
// Lambdas are functions of their own; a closure's fields hold what is captured.
#include <mutex>
#include <utility>

std::mutex m;

struct Counter {
  int value = 0;
  std::mutex lock;
  void each() {
    auto add = [this](int n) {
      std::lock_guard guard(lock);
      value += n;
    };
    add(1);
    auto copy = [*this] { return value; };
  }
  Counter() = default;
  Counter(const Counter& other) : value(other.value) {}
};

template <typename F>
void apply(F f) {
  f(3);
}

void captures() {
  int byReference = 0;
  int byCopy = 1;
  auto f = [&byReference, byCopy, moved = std::move(byCopy)]() mutable {
    byReference = byCopy;
    moved++;
    auto inner = [&] { return byReference; };
    return inner();
  };
  f();
  apply([&](auto n) { byReference = n; });
  void (*plain)(int) = [](int n) {
    std::lock_guard guard(m);
    (void)n;
  };
  plain(1);
}

auto atNamespaceScope = [](int& n) { ++n; };

struct WithDefault {
  int (*compute)() = [] { return 7; };
};
WithDefault withDefault;
