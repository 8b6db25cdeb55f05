// Both boxes are locked at once, in whatever order they are named.
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
  std::scoped_lock both(to.m, from.m);  // NODEADLOCK
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
