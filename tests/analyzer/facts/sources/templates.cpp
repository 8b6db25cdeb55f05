// FLAGS: -std=c++20
// Templates as they are instantiated; what is not, is not there.
#include <mutex>

template <typename T, typename Lock = std::mutex>
class Box {
 public:
  void put(const T& value) {
    std::lock_guard<Lock> guard(lock_);
    value_ = value;
    ++puts;
  }
  T neverCalled() { return value_; }
  template <typename U>
  void convert(U from) {
    put(static_cast<T>(from));
  }
  static int puts;

 private:
  Lock lock_;
  T value_{};
};
template <typename T, typename Lock>
int Box<T, Lock>::puts = 0;

template <>
class Box<bool> {
 public:
  void put(bool value) { value_ = value; }
  bool value_;
};

template <typename... Locks>
void lockAll(Locks&... locks) {
  (locks.lock(), ...);
}

template <typename T>
int kind() {
  if constexpr (sizeof(T) == 1) {
    return 1;
  } else {
    static int calls = 0;
    return ++calls;
  }
}

template <typename T>
std::mutex perType;

namespace inner {
namespace {
void hidden() { perType<int>.lock(); }
}  // namespace
inline namespace v1 {
struct Versioned {
  void run() { hidden(); }
};
}  // namespace v1
}  // namespace inner

void use(std::mutex& a, std::mutex& b) {
  Box<int> numbers;
  numbers.put(1);
  numbers.convert(2.5);
  Box<bool> flag;
  flag.put(true);
  lockAll(a, b);
  kind<char>();
  kind<int>();
  inner::Versioned().run();
  struct Local {
    void act() { inner::hidden(); }
  } local;
  local.act();
}
