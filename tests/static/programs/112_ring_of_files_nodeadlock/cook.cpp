#include "kitchen.hpp"

void cook() {
  const std::scoped_lock first(stove);
  const std::scoped_lock second(sink);
}
