#include "store.hpp"

void renameAll() {
  std::lock_guard<std::mutex> outer(gate);
  std::lock_guard<std::mutex> first(names);
  std::lock_guard<std::mutex> second(sizes);
}
