// std::mutex by hand, in a class template and in a lambda.
#include <mutex>

template <class T>
class Cell {
 public:
  bool set(const T& value) {
    m_.lock();  // MISUSE(GD404)
    if (isFixed_) return false;
    value_ = value;
    m_.unlock();
    return true;
  }

 private:
  std::mutex m_;
  bool isFixed_ = false;
  T value_{};
};

template class Cell<int>;

std::mutex m;
int total;

int addPositive(int amount) {
  const auto add = [&] {
    m.lock();  // MISUSE(GD404)
    if (amount < 0) return -1;
    total += amount;
    m.unlock();
    return 0;
  };
  return add();
}
