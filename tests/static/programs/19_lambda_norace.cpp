// Each lambda has a copy of the number, and a slot of its own for the result.
#include <thread>

int main() {
  int n = 1;
  int first = 0;
  int second = 0;
  std::thread a([n, &first] { first = n + 1; });  // NORACE
  std::thread b([n, &second] { second = n + 2; });
  a.join();
  b.join();
  return first + second + n;
}
