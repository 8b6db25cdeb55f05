// Nobody waits for a detached thread.
#include <thread>

int n;

int main() {
  std::thread([] { ++n; }).detach();  // RACE
  return n;
}
