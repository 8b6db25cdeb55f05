// An element for each thread.
#include <thread>

int counts[2];

void first() {
  ++counts[0];
}  // NORACE
void second() {
  ++counts[1];
}

int main() {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}
