// The table is only read, in either order with the file: readers do not wait for each other.
#include <mutex>
#include <shared_mutex>
#include <thread>

std::shared_mutex table;
std::mutex file;
int rows = 3;
int written;

void save() {
  std::shared_lock<std::shared_mutex> first(table);
  std::lock_guard<std::mutex> second(file);
  written += rows;
}

void reload() {
  std::lock_guard<std::mutex> first(file);
  std::shared_lock<std::shared_mutex> second(table);  // NODEADLOCK
  written -= rows;
}

int main() {
  std::thread a(save);
  std::thread b(reload);
  a.join();
  b.join();
}
