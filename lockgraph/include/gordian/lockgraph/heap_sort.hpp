// Sorting in place without the C++ library, n log n whatever the input: it may be hostile.
#pragma once

#include <cstdint>

namespace gordian::lockgraph {

template <typename T, typename Less>
void siftDown(T* items, std::uint32_t from, std::uint32_t count, Less less) {
  T moved = items[from];
  while (true) {
    std::uint32_t child = 2 * from + 1;
    if (child >= count) break;
    if (child + 1 < count && less(items[child], items[child + 1])) ++child;
    if (!less(moved, items[child])) break;
    items[from] = items[child];
    from = child;
  }
  items[from] = moved;
}

// `count` below 2^31.
template <typename T, typename Less>
void heapSort(T* items, std::uint32_t count, Less less) {
  for (std::uint32_t i = count / 2; i-- > 0;) siftDown(items, i, count, less);
  for (std::uint32_t end = count; end-- > 1;) {
    T last = items[end];
    items[end] = items[0];
    items[0] = last;
    siftDown(items, 0, end, less);
  }
}

}  // namespace gordian::lockgraph
