// The index is unlocked before the data are locked.
#include <mutex>
#include <thread>

std::mutex indexLock;
std::mutex dataLock;
int entries;
int bytes;

void insert() {
  std::unique_lock<std::mutex> first(indexLock);
  ++entries;
  first.unlock();
  std::unique_lock<std::mutex> second(dataLock);  // NODEADLOCK
  ++bytes;
}

void compact() {
  std::lock_guard<std::mutex> first(dataLock);
  --bytes;
  std::lock_guard<std::mutex> second(indexLock);
  --entries;
}

int main() {
  std::thread a(insert);
  std::thread b(compact);
  a.join();
  b.join();
}
