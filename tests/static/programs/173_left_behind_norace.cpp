// Each waits for what it began, however deep.
#include <thread>

int counted;
int logged;

void count() {
  ++counted;  // NORACE
}

void log() {
  ++logged;  // NORACE
}

int main() {
  std::thread child([] {
    std::thread([] {
      std::thread logger(log);
      logger.join();
    }).join();
    std::thread counter(count);
    counter.join();
  });
  child.join();
  ++counted;
  ++logged;
}
