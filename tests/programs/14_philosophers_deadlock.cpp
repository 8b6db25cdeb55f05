// OPTIONS: locks=5
// Five philosophers take the left fork, then the right one.
#include <array>
#include <cstdio>
#include <mutex>

#include "live.hpp"

constexpr std::size_t kSeats = 5;
std::array<std::mutex, kSeats> forks;
std::array<int, kSeats> meals;

void eat(std::size_t seat) {
  std::lock_guard left(forks[seat]);
  std::lock_guard right(forks[(seat + 1) % kSeats]);  // DEADLOCK
  ++meals[seat];
}

int main() {
  std::vector<std::function<void()>> roles;
  for (std::size_t seat = 0; seat < kSeats; ++seat) {
    roles.push_back([seat] {
      for (int i = 0; i < 100; ++i) eat(seat);
    });
  }
  runLive(roles);
  for (int count : meals) std::printf("%d\n", count);
}
