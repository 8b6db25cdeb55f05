// Initialised once, and only then read.
#include <mutex>
#include <thread>

struct Table {
  int entries[4];
};
std::once_flag flag;
Table* table;

Table* get() {
  std::call_once(flag, [] { table = new Table{}; });
  return table;  // NORACE
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
