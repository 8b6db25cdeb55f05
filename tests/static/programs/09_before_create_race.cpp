// The limit is set once the thread runs.
#include <thread>

int limit;
long sum;

void work() {
  for (int i = 0; i < limit; ++i) sum += i;  // RACE
}

int main() {
  std::thread a(work);
  limit = 10;
  a.join();
}
