// Accounts and the journal of what happens to them.
#pragma once

#include <mutex>
#include <string>
#include <vector>

struct Accounts {
  std::mutex lock;
  long sum = 0;
};

struct Journal {
  std::mutex lock;
  std::vector<std::string> lines;
};

extern Accounts accounts;
extern Journal journal;

// Whether the journal and the accounts agree.
void audit();
