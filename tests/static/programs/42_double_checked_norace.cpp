// Double-checked with an atomic pointer.
#include <atomic>
#include <mutex>
#include <thread>

struct Table {
  int entries[4];
};
std::mutex m;
std::atomic<Table*> table;

Table* get() {
  Table* known = table.load();
  if (known == nullptr) {
    std::lock_guard<std::mutex> guard(m);
    known = table.load();
    if (known == nullptr) {
      known = new Table{};
      table.store(known);  // NORACE
    }
  }
  return known;
}

int main() {
  std::thread a([] { get(); });
  std::thread b([] { get(); });
  a.join();
  b.join();
}
