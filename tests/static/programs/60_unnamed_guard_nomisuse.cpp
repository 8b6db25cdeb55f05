// Guards without a name that are meant: one for the rest of its statement, one that gives a lock
// back that was taken before, one that is returned.
#include <mutex>

std::mutex m;
long total;

std::unique_lock<std::mutex> hold() {
  return std::unique_lock<std::mutex>(m);
}

void add(long amount) {
  std::lock_guard<std::mutex> guard(m);
  total += amount;
}

void giveBack() {
  m.lock();
  ++total;
  std::lock_guard<std::mutex>(m, std::adopt_lock);  // NOMISUSE
}

int main() {
  std::lock_guard<std::mutex>{m}, ++total;
  add(1);
  giveBack();
  auto held = hold();
  ++total;
}
