// OPTIONS: locks=2
// Locks on the heap inside a vector.
#include <cstdio>
#include <mutex>
#include <vector>

#include "live.hpp"

struct Row {
  std::mutex m;
  int cells[4] = {};
};

void copy(Row& from, Row& to) {
  std::lock_guard source(from.m);
  std::lock_guard target(to.m);  // DEADLOCK
  to.cells[0] = from.cells[0];
}

int main() {
  std::vector<Row> rows(8);
  runLive({[&] { copy(rows[1], rows[6]); }, [&] { copy(rows[6], rows[1]); }});
  std::puts("done");
}
