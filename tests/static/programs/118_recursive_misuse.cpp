// A public function calls another one; both take the lock, which is not recursive.
#include <mutex>
#include <thread>
#include <vector>

class Stack {
 public:
  bool isEmpty() const {
    std::lock_guard<std::mutex> guard(m_);  // MISUSE(GD102)
    return values_.empty();
  }
  int pop() {
    std::lock_guard<std::mutex> guard(m_);
    if (isEmpty()) return 0;
    const int top = values_.back();
    values_.pop_back();
    return top;
  }
  void push(int value) {
    std::lock_guard<std::mutex> guard(m_);
    values_.push_back(value);
  }

 private:
  mutable std::mutex m_;
  std::vector<int> values_;
};

int main() {
  Stack stack;
  std::thread a([&stack] { stack.push(1); });
  std::thread b([&stack] { stack.pop(); });
  a.join();
  b.join();
}
