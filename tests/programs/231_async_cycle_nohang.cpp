// Two tasks of std::async: one waits for the other's result, which comes late.
#include <cstdio>
#include <future>

#include "meet.h"

std::promise<int> firstResult;
std::promise<int> secondResult;

int main() {
  auto first = std::async(std::launch::async, [] {
    firstResult.set_value(secondResult.get_future().get() + 1);  // NODEADLOCK
  });
  auto second = std::async(std::launch::async, [] {
    be_slow();
    secondResult.set_value(1);
  });
  first.get();
  second.get();
  std::puts("done");
}
