// A list whose copies share their items until one of them is changed: states are copied at every
// branch and call, and most of what they hold is never changed again.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

namespace gordian::analyzer {

template <class T>
class SharedList {
 public:
  SharedList() = default;
  SharedList(std::vector<T> items)  // NOLINT(google-explicit-constructor): it is one
      : items_(items.empty() ? nullptr : std::make_shared<std::vector<T>>(std::move(items))) {}

  const std::vector<T>& items() const {
    static const std::vector<T> kNone;
    return items_ == nullptr ? kNone : *items_;
  }
  operator const std::vector<T>&() const { return items(); }  // NOLINT(google-explicit-constructor)
  // The items of this list alone.
  std::vector<T>& edit() {
    if (items_ == nullptr)
      items_ = std::make_shared<std::vector<T>>();
    else if (items_.use_count() > 1)
      items_ = std::make_shared<std::vector<T>>(*items_);
    return *items_;
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
    return items_ == other.items_ || items() == other.items();
  }

 private:
  std::shared_ptr<std::vector<T>> items_;
};

}  // namespace gordian::analyzer
