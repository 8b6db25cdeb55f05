// The detached thread has a copy of what it needs.
#include <thread>

int n;

int main() {
  n = 1;
  const int copy = n;
  std::thread([copy] {
    std::this_thread::yield();
    (void)copy;
  }).detach();
  return ++n;  // NORACE
}
