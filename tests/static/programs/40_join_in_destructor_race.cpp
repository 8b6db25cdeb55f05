// The destructor joins, but the counter is read before.
#include <cstdio>
#include <thread>

int n;

class Background {
 public:
  Background() : thread_([] { ++n; }) {}  // RACE
  ~Background() { thread_.join(); }

 private:
  std::thread thread_;
};

int main() {
  Background background;
  std::printf("%d\n", n);
}
