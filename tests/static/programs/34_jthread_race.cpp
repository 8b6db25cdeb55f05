// The joining thread ends with its block; the access stands before that.
#include <mutex>
#include <thread>

int n;

int main() {
  {
    std::jthread a([] { ++n; });  // RACE
    ++n;
  }
  return n;
}
