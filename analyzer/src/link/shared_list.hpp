// A list whose copies share their items until one of them is changed: states are copied at every
// branch and call, and most of what they hold is never changed again. Of one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace gordian::analyzer {

template <class T>
class SharedList {
 public:
  SharedList() = default;
  SharedList(std::vector<T> items)  // NOLINT(google-explicit-constructor): it is one
      : shared_(items.empty() ? nullptr : new Shared{std::move(items)}) {}
  SharedList(const SharedList& other) : shared_(other.shared_) {
    if (shared_ != nullptr) ++shared_->users;
  }
  SharedList(SharedList&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  SharedList& operator=(SharedList other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~SharedList() {
    if (shared_ != nullptr && --shared_->users == 0) delete shared_;
  }

  const std::vector<T>& items() const {
    static const std::vector<T> kNone;
    return shared_ == nullptr ? kNone : shared_->items;
  }
  operator const std::vector<T>&() const { return items(); }  // NOLINT(google-explicit-constructor)
  // The items of this list alone.
  std::vector<T>& edit() {
    if (shared_ == nullptr)
      shared_ = new Shared;
    else if (shared_->users > 1)
      *this = SharedList(new Shared{shared_->items});
    return shared_->items;
  }

  auto begin() const { return items().begin(); }
  auto end() const { return items().end(); }
  auto rbegin() const { return items().rbegin(); }
  auto rend() const { return items().rend(); }
  std::size_t size() const { return items().size(); }
  bool empty() const { return items().empty(); }
  const T& operator[](std::size_t i) const { return items()[i]; }

  template <class Test>
  bool has(Test test) const {
    return std::any_of(begin(), end(), test);
  }
  template <class Test>
  void removeIf(Test test) {
    if (has(test)) std::erase_if(edit(), test);
  }
  void removeAt(typename std::vector<T>::const_iterator place) {
    const auto number = place - begin();
    edit().erase(edit().begin() + number);
  }
  // False: there was nothing to change.
  template <class Test, class Change>
  bool changeIf(Test test, Change change) {
    if (!has(test)) return false;
    for (T& item : edit())
      if (test(item)) change(item);
    return true;
  }
  // The list is sorted and stays so.
  void insert(const T& item) {
    const auto place = std::lower_bound(begin(), end(), item);
    if (place != end() && *place == item) return;
    const auto number = place - begin();
    edit().insert(edit().begin() + number, item);
  }
  void sortUnique() {
    std::sort(edit().begin(), edit().end());
    edit().erase(std::unique(edit().begin(), edit().end()), edit().end());
  }

  bool operator==(const SharedList& other) const {
    return shared_ == other.shared_ || items() == other.items();
  }

 private:
  struct Shared {
    std::vector<T> items;
    std::size_t users = 1;
  };
  explicit SharedList(Shared* shared) : shared_(shared) {}

  Shared* shared_ = nullptr;
};

}  // namespace gordian::analyzer
