// OPTIONS: possible
// A pointer to an element of a map, out of a class template.
#include <map>
#include <mutex>

template <class Value>
class Store {
 public:
  void put(int key, const Value& value) {
    std::lock_guard lock(m_);
    values_[key] = value;
  }
  void drop(int key) {
    std::lock_guard lock(m_);
    values_.erase(key);
  }
  Value& at(int key) {
    std::lock_guard lock(m_);
    return values_[key];  // MISUSE(GD403)
  }

 private:
  std::mutex m_;
  std::map<int, Value> values_;
};

template class Store<long>;
