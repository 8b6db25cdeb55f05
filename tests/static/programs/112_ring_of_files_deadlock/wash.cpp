#include "kitchen.hpp"

void wash() {
  const std::scoped_lock first(sink);
  const std::scoped_lock second(fridge);
}
