// The journal first: a deadlock with who pays in, in a run that audits.
#include "bank.hpp"

void audit() {
  std::lock_guard first(journal.lock);
  std::lock_guard second(accounts.lock);
  journal.lines.push_back(std::to_string(accounts.sum));
}
