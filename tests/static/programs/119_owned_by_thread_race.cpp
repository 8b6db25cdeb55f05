// The thread owns the page, yet its creator writes through a pointer that it kept.
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
  Page* page = owner.get();
  std::thread printer(print, std::move(owner));
  page->number = 2;  // RACE
  printer.join();
}
