// Double-checked with a plain pointer: the first look is not ordered with anything.
#include <mutex>
#include <thread>

struct Table {
  int entries[4];
};
std::mutex m;
Table* table;

Table* get() {
  if (table == nullptr) {  // RACE
    std::lock_guard<std::mutex> guard(m);
    if (table == nullptr) table = new Table{};
  }
  return table;
}

int main() {
  std::thread a([] { get(); });
  std::thread b([] { get(); });
  a.join();
  b.join();
}
