// The element's value; a function that works on it under the lock; and one whose caller locks.
#include <map>
#include <mutex>

template <class Value>
class Store {
 public:
  void put(int key, const Value& value) {
    std::lock_guard lock(m_);
    slot(key) = value;
  }
  void drop(int key) {
    std::lock_guard lock(m_);
    values_.erase(key);
  }
  Value at(int key) {
    std::lock_guard lock(m_);
    return values_[key];  // NOMISUSE
  }
  template <class Work>
  void change(int key, Work work) {
    std::lock_guard lock(m_);
    work(values_[key]);
  }

 private:
  Value& slot(int key) { return values_[key]; }

  std::mutex m_;
  std::map<int, Value> values_;
};

template class Store<long>;

void grow(Store<long>& store) {
  store.change(1, [](long& value) { ++value; });
}
