// U3c  The five philosophers
//
// Five philosophers sit around a table; between each two lies one fork. To eat,
// each takes the left fork and then the right one. If all take the left fork
// at the same moment, all wait for the right one for ever.
//
// Lesson: a deadlock can need more than two threads. No pair of philosophers
// has a quarrel; only the whole ring has.
//
// This run gets through: the plate is handed on from seat to seat, and who has
// waited a second for it begins without. A habit of the table, not a rule.
//
//   gordian run -- build/release/examples/u3_synchronization/u3c_phil

#include <pthread.h>

#include <chrono>
#include <cstdio>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

constexpr int kSeats = 5;
constexpr int kMeals = 100;

std::mutex forks[kSeats];
int meals[kSeats];
std::counting_semaphore<> plate[kSeats]{
    std::counting_semaphore<>{1}, std::counting_semaphore<>{0},
    std::counting_semaphore<>{0}, std::counting_semaphore<>{0},
    std::counting_semaphore<>{0}};

void eat(int seat) {
  std::lock_guard left(forks[seat]);
  std::lock_guard right(forks[(seat + 1) % kSeats]);  // DEADLOCK
  ++meals[seat];
}

void philosopher(int seat) {
  const std::string name = "philosopher-" + std::to_string(seat);
  pthread_setname_np(pthread_self(), name.c_str());
  for (int i = 0; i < kMeals; ++i) {
    (void)plate[seat].try_acquire_for(std::chrono::seconds(1));
    eat(seat);
    plate[(seat + 1) % kSeats].release();
  }
}

int main() {
  std::vector<std::thread> table;
  for (int i = 0; i < kSeats; ++i) table.emplace_back(philosopher, i);
  for (auto& thread : table) thread.join();
  for (int i = 0; i < kSeats; ++i) {
    std::printf("philosopher %d: %d meals\n", i, meals[i]);
  }
}
