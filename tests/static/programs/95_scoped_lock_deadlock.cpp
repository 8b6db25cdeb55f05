// Two boxes are locked one after the other, here in one order, there in the other one.
#include <mutex>
#include <thread>

struct Box {
  std::mutex m;
  int things = 0;
};

struct House {
  Box attic;
  Box cellar;
};

void carry(Box& from, Box& to) {
  std::lock_guard inner(to.m);
  std::lock_guard outer(from.m);  // DEADLOCK
  --from.things;
  ++to.things;
}

int main() {
  House house;
  std::thread up([&house] { carry(house.cellar, house.attic); });
  std::thread down([&house] { carry(house.attic, house.cellar); });
  up.join();
  down.join();
}
