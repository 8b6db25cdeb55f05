// Two lambdas share a local by reference.
#include <thread>

int main() {
  int n = 0;
  std::thread a([&] { ++n; });  // RACE
  std::thread b([&] { ++n; });
  a.join();
  b.join();
  return n;
}
