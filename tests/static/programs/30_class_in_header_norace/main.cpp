// Two files use one class; the functions are those of the header.
#include <cstdio>
#include <thread>

#include "stats.hpp"

Stats stats;

int main() {
  std::thread a(serve);
  std::printf("%ld\n", stats.hits());  // NORACE
  a.join();
}
