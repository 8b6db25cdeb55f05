// One function for all operations: one of them writes without the lock.
#include <mutex>
#include <thread>

enum class Operation { Read, Write, Clear };

std::mutex m;
int value;

int perform(Operation operation, int argument) {
  switch (operation) {
    case Operation::Read: {
      std::lock_guard<std::mutex> guard(m);
      return value;
    }
    case Operation::Write: {
      std::lock_guard<std::mutex> guard(m);
      value = argument;
      return 0;
    }
    case Operation::Clear:
      value = 0;  // RACE
      return 0;
  }
  return -1;
}

void reader() {
  perform(Operation::Read, 0);
}
void cleaner() {
  perform(Operation::Clear, 0);
}

int main() {
  std::thread a(reader);
  std::thread b(cleaner);
  a.join();
  b.join();
}
