// The page is written before the thread gets it.
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>

struct Page {
  int number = 1;
};

void print(std::unique_ptr<Page> page) {
  std::printf("%d\n", page->number);
}

int main() {
  auto owner = std::make_unique<Page>();
  owner->number = 2;
  std::thread printer(print, std::move(owner));  // NORACE
  printer.join();
}
