// The accounts first, as who pays in does.
#include "bank.hpp"

void audit() {
  std::lock_guard first(accounts.lock);
  std::lock_guard second(journal.lock);
  journal.lines.push_back(std::to_string(accounts.sum));
}
