// Five philosophers take the fork with the lower number first.
#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

constexpr std::size_t kSeats = 5;
std::array<std::mutex, kSeats> forks;
std::array<int, kSeats> meals;

void eat(std::size_t seat) {
  const std::size_t next = (seat + 1) % kSeats;
  std::lock_guard lower(forks[std::min(seat, next)]);
  std::lock_guard higher(forks[std::max(seat, next)]);  // NODEADLOCK
  ++meals[seat];
}

int main() {
  std::vector<std::thread> philosophers;
  for (std::size_t seat = 0; seat < kSeats; ++seat) {
    philosophers.emplace_back([seat] {
      for (int i = 0; i < 1000; ++i) eat(seat);
    });
  }
  for (auto& philosopher : philosophers) philosopher.join();
  for (int count : meals) std::printf("%d\n", count);
}
