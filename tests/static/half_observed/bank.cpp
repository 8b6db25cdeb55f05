// Pays in and writes it down; with an argument, audits at the same time. No test gives that
// argument.
#include "bank.hpp"

#include <thread>

Accounts accounts;
Journal journal;

void payIn() {
  std::lock_guard first(accounts.lock);
  accounts.sum += 10;
  std::lock_guard second(journal.lock);
  journal.lines.push_back("paid in");
}

void pay() {
  for (int i = 0; i < 20; ++i) payIn();
}

void auditOften() {
  for (int i = 0; i < 20; ++i) audit();
}

int main(int argc, char**) {
  std::thread paying(pay);
  if (argc > 1) {
    std::thread auditing(auditOften);
    auditing.join();
  }
  paying.join();
}
