// Two threads lock two mutexes; with ONE_WAY both in the same order.
#include <cstdio>
#include <mutex>
#include <thread>

namespace {

std::mutex alice;
std::mutex bob;
std::mutex turn;
bool isFirstDone = false;

void transfer(std::mutex& from, std::mutex& to) {
  const std::lock_guard lockFrom(from);
  const std::lock_guard lockTo(to);
}

bool isMyTurn() {
  const std::lock_guard lock(turn);
  return isFirstDone;
}

}  // namespace

int main() {
  std::thread second([] {
    while (!isMyTurn()) std::this_thread::yield();
#ifdef ONE_WAY
    transfer(alice, bob);
#else
    transfer(bob, alice);
#endif
  });
  std::thread first([] {
    transfer(alice, bob);
    const std::lock_guard lock(turn);
    isFirstDone = true;
  });
  first.join();
  second.join();
  std::puts("transferred");
}
