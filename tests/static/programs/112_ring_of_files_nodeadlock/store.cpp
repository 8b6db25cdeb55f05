#include "kitchen.hpp"

void store() {
  const std::scoped_lock first(stove);
  const std::scoped_lock second(fridge);  // NODEADLOCK
}
