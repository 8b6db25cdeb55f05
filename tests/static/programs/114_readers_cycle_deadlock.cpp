// One thread reads the table and then writes the file, the other one the other way around.
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
  std::unique_lock<std::shared_mutex> second(table);  // DEADLOCK
  written -= rows;
}

int main() {
  std::thread a(save);
  std::thread b(reload);
  a.join();
  b.join();
}
