// The operation that does not lock is asked for before the threads begin.
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
      value = argument;  // NORACE
      return 0;
    }
    case Operation::Clear:
      value = 0;
      return 0;
  }
  return -1;
}

void reader() {
  perform(Operation::Read, 0);
}
void writer() {
  perform(Operation::Write, 1);
}

int main() {
  perform(Operation::Clear, 0);
  std::thread a(reader);
  std::thread b(writer);
  a.join();
  b.join();
}
