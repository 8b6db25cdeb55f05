// Rows with a lock each in a table that is read under a lock of its own: both are held.
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

struct Row {
  std::mutex lock;
  long cells = 0;
};

std::shared_mutex tableLock;  // whether there is a row
std::vector<Row> table(16);

void fill(std::size_t number) {
  std::shared_lock guard(tableLock);
  Row& row = table[number];
  std::lock_guard rowGuard(row.lock);
  ++row.cells;
}

void clear(std::size_t number) {
  std::shared_lock guard(tableLock);
  Row& row = table[number];
  std::lock_guard rowGuard(row.lock);
  row.cells = 0;  // NORACE
}

int main() {
  std::thread filling(fill, 3);
  std::thread clearing(clear, 3);
  filling.join();
  clearing.join();
}
