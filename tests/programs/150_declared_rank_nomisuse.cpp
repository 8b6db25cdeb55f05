// Ranked locks in their order; an inner one that is only tried; locks without a rank anywhere.
#include <gordian/annotations.h>
#include <cstdio>
#include <mutex>

std::mutex registry;
std::mutex account;
std::mutex other;

int main() {
  GORDIAN_RANK(&registry, 10);
  GORDIAN_RANK(&account, 20);
  {
    std::lock_guard first(registry);
    std::lock_guard between(other);
    std::lock_guard second(account);  // NODEADLOCK
  }
  std::lock_guard first(account);
  std::unique_lock second(registry, std::try_to_lock);  // does not wait
  std::puts(second ? "done" : "busy");
}
