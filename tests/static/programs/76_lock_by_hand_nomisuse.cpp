// A guard that is told to unlock, an exception that passes a guard, and a lock that is handed on.
#include <mutex>
#include <stdexcept>

std::mutex m;  // NOMISUSE
int total;

int addPositive(int amount) {
  std::unique_lock lock(m);
  if (amount < 0) return -1;
  total += amount;
  const bool isMuch = total > 100;
  lock.unlock();
  return isMuch ? 1 : 0;
}

int addChecked(int amount) {
  std::lock_guard lock(m);
  if (amount < 0) throw std::invalid_argument("negative");
  return total += amount;
}

std::unique_lock<std::mutex> lockTotal(bool isWanted) {
  std::unique_lock lock(m);
  if (!isWanted) lock.unlock();
  return lock;
}

void giveUp(int amount) {
  m.lock();
  if (amount < 0) {
    m.unlock();
    throw std::invalid_argument("negative");
  }
  total += amount;
  m.unlock();
}
