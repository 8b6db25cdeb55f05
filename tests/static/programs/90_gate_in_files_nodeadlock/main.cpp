// A gate lock is held around both orders, each in a file of its own.
#include <thread>

#include "store.hpp"

std::mutex gate;
std::mutex names;
std::mutex sizes;

int main() {
  std::thread a(renameAll);
  std::thread b(resizeAll);
  a.join();
  b.join();
}
