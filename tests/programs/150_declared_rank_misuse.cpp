// OPTIONS: expect=proven headline
// The program ranks its locks and then takes the lower one inside the higher one. One thread, no
// cycle: nothing but the promise is broken.
#include <gordian/annotations.h>
#include <cstdio>
#include <mutex>

std::mutex registry;
std::mutex account;

int main() {
  GORDIAN_RANK(&registry, 10);
  GORDIAN_RANK(&account, 20);
  std::lock_guard first(account);
  std::lock_guard second(registry);  // GD304
  std::puts("done");
}
