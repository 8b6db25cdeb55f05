#include "stats.hpp"

void serve() {
  stats.hit();
}
