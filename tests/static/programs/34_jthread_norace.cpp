// The end of the block joins.
#include <mutex>
#include <thread>

int n;

int main() {
  {
    std::jthread a([] { ++n; });  // NORACE
  }
  ++n;
  return n;
}
