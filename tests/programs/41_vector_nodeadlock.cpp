// Both threads walk the vector upwards.
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
  std::lock_guard target(to.m);  // NODEADLOCK
  to.cells[0] = from.cells[0];
}

int main() {
  std::vector<Row> rows(8);
  const auto walk = [&] {
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) copy(rows[i], rows[i + 1]);
  };
  runLive({walk, walk});
  std::puts("done");
}
