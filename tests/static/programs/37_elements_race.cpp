// Both threads use the same element.
#include <thread>

int counts[2];

void first() {
  ++counts[0];  // RACE
}
void second() {
  ++counts[0];
}

int main() {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}
