// Three locks in one order, pair by pair, each in a file of its own.
#include <thread>

#include "kitchen.hpp"

std::mutex stove;
std::mutex sink;
std::mutex fridge;

int main() {
  std::thread a(cook);
  std::thread b(wash);
  std::thread c(store);
  a.join();
  b.join();
  c.join();
}
