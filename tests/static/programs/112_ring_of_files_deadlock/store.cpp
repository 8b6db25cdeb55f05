#include "kitchen.hpp"

void store() {
  const std::scoped_lock first(fridge);
  const std::scoped_lock second(stove);  // DEADLOCK
}
