// OPTIONS: locks=1 threads=1
// A single thread reads a lock and wants to write it: it waits for itself.
#include <cstdio>
#include <mutex>
#include <shared_mutex>

std::shared_mutex table;

int main() {
  std::shared_lock reading(table);
  std::unique_lock writing(table);  // HANG
  std::puts("done");
}
