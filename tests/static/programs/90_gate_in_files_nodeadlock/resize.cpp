#include "store.hpp"

void resizeAll() {
  std::lock_guard<std::mutex> outer(gate);
  std::lock_guard<std::mutex> first(sizes);
  std::lock_guard<std::mutex> second(names);  // NODEADLOCK
}
