// The limit is set before the thread begins, the sum is read after its end.
#include <cstdio>
#include <thread>

int limit;
long sum;

void work() {
  for (int i = 0; i < limit; ++i) sum += i;  // NORACE
}

int main() {
  limit = 10;
  std::thread a(work);
  a.join();
  std::printf("%ld\n", sum);
}
