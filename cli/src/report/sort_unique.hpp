// A list as a set: ascending, each item once.
#pragma once

#include <algorithm>
#include <vector>

namespace gordian::cli {

template <class T>
void sortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace gordian::cli
