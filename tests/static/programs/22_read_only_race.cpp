// The table is filled before the threads begin; one of them changes it all the same.
#include <thread>

int table[4];
int results[2];

void first() {
  results[0] = table[1];
}

void second() {
  table[1] = 5;  // RACE
  results[1] = table[2];
}

int main() {
  for (int i = 0; i < 4; ++i) table[i] = i;
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}
