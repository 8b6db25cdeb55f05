// Initialised by whoever finds it missing.
#include <thread>

struct Table {
  int entries[4];
};
Table* table;

Table* get() {
  if (table == nullptr) table = new Table{};  // RACE
  return table;
}

void work() {
  get();
}

int main() {
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
}
