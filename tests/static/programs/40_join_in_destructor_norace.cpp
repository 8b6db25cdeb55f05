// The destructor joins: whoever comes after the block comes after the thread.
#include <cstdio>
#include <thread>

int n;

class Background {
 public:
  Background() : thread_([] { ++n; }) {}  // NORACE
  ~Background() { thread_.join(); }

 private:
  std::thread thread_;
};

int main() {
  { Background background; }
  std::printf("%d\n", n);
}
