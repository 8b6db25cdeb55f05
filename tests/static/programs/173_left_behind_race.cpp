// The joined thread leaves threads behind, which nobody waits for; the first one is joined by the
// second before that ends.
#include <thread>

int counted;
int logged;

void count() {
  ++counted;  // RACE
}

void log() {
  ++logged;
}

int main() {
  std::thread child([] {
    std::thread([] {
      std::thread logger(log);
      logger.join();
    }).join();
    std::thread(count).detach();
  });
  child.join();
  ++counted;
  ++logged;
}
