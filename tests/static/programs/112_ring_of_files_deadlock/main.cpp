// A ring of three locks; each file has one of its orders.
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
