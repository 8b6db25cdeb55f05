// The same with the lock there, too; and a snapshot that is handed out as a copy.
#include <condition_variable>
#include <deque>
#include <mutex>

template <class T>
class Channel {
 public:
  void push(T value) {
    std::lock_guard lock(m_);
    items_.push_back(std::move(value));
    ready_.notify_one();
  }
  T pop() {
    std::unique_lock lock(m_);
    ready_.wait(lock, [this] { return !items_.empty(); });
    T value = std::move(items_.front());
    items_.pop_front();
    return value;
  }
  void clear() {
    std::scoped_lock lock(m_);
    items_.clear();
  }
  bool isEmpty() const {
    std::lock_guard lock(m_);
    return items_.empty();  // NORACE
  }
  std::deque<T> snapshot() const {
    std::lock_guard lock(m_);
    return items_;
  }

 private:
  mutable std::mutex m_;
  std::condition_variable ready_;
  std::deque<T> items_;
};

template class Channel<int>;
template class Channel<long>;
