#include "table_budget.hpp"

#include "memory.hpp"
#include "order.hpp"
#include "written_states.hpp"

namespace gordian::runtime {

namespace {

// Of everything that memory.hpp gives out, touched or not: tables double, so that a part of them
// is empty. The table of locks takes half a KiB of each lock.
constexpr std::uint64_t kBudget = 36ull << 20;
constexpr std::uint64_t kBudgetOfLock = 1024;
constexpr std::size_t kAlways = 48ul << 10;  // 256 acquisitions

std::size_t tableBytes(const ThreadState& thread) noexcept {
  std::size_t bytes = thread.transitions.bytes() +
                      std::size_t{thread.stateCapacity} * sizeof(State) +
                      std::size_t{thread.stateHashSize} * sizeof *thread.stateHash +
                      std::size_t{thread.written.placeCount} * sizeof *thread.written.places;
  if (thread.order != nullptr)
    bytes += std::size_t{thread.order->revisitedPlaces} * sizeof *thread.order->revisited;
  return bytes;
}

std::size_t leftForAll() noexcept {
  const std::uint64_t budget = kBudget + kBudgetOfLock * locksAlive();
  const std::uint64_t used = memoryInUse();
  return used < budget ? budget - used : 0;
}

}  // namespace

std::size_t tableRoom(const ThreadState& thread) noexcept {
  return tableBytes(thread) + leftForAll();
}

bool mayGrow(const ThreadState& thread, std::size_t more) noexcept {
  const std::size_t own = tableBytes(thread) + more;
  return own <= kAlways || own + more <= leftForAll();
}

}  // namespace gordian::runtime
