// The field is read without the lock, in another file.
#include <cstdio>
#include <thread>

#include "stats.hpp"

Stats stats;

int main() {
  std::thread a(serve);
  std::printf("%ld\n", stats.hits);  // RACE
  a.join();
}
