#include "futex_uses.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace gordian::cli {
namespace {

using lockgraph::FutexUse;
using lockgraph::Meeting;

constexpr std::size_t kMostStacks = 1000;

struct Word {
  std::string_view begin;
  std::string_view end;  // what the name ends with, template arguments between
  FutexUse use;
};

// In this order: what stands for itself before what it is made of.
constexpr Word kWords[] = {
    {"std::latch::", "", FutexUse::Latch},
    {"std::barrier<", "", FutexUse::Barrier},
    {"std::__tree_barrier<", "", FutexUse::Barrier},
    {"std::counting_semaphore<", "", FutexUse::Semaphore},
    {"std::__atomic_semaphore<", "", FutexUse::Semaphore},
    {"std::__atomic_futex_unsigned", "", FutexUse::Future},
    {"std::atomic_flag::", "::wait", FutexUse::Atomic},
    {"std::atomic<", "::wait", FutexUse::Atomic},
    {"std::__atomic_base<", "::wait", FutexUse::Atomic},
    {"std::atomic_wait", "", FutexUse::Atomic},
};

int rankOf(const SourceFrame& frame) {
  const std::string_view name = frame.function;
  for (std::size_t i = 0; i < std::size(kWords); ++i)
    if (name.starts_with(kWords[i].begin) && name.ends_with(kWords[i].end))
      return static_cast<int>(i);
  return -1;
}

bool isOfInterest(const lockgraph::Wait& wait) {
  return wait.kind == Meeting::Futex && !wait.held.empty();
}

}  // namespace

FutexUse futexUseOf(const std::vector<SourceFrame>& frames) {
  int best = -1;
  for (const SourceFrame& frame : frames) {
    const int rank = rankOf(frame);
    if (rank >= 0 && (best < 0 || rank < best)) best = rank;
    if (frame.user) break;  // what it does with the library's object is its own affair
  }
  return best < 0 ? FutexUse::Unknown : kWords[best].use;
}

bool hasFutexWaits(const recording::Recording& recording) {
  const auto& waits = recording.trace.waits;
  return std::any_of(waits.begin(), waits.end(), isOfInterest);
}

void setFutexUses(recording::Recording& recording, Names& names) {
  std::map<lockgraph::StackId, FutexUse> known;
  for (lockgraph::Wait& wait : recording.trace.waits) {
    if (!isOfInterest(wait)) continue;
    const auto stack = static_cast<std::size_t>(wait.stack);
    const bool isKnown = known.contains(wait.stack);
    if (!isKnown && (known.size() >= kMostStacks || stack >= recording.stacks.size())) continue;
    if (!isKnown)
      known.emplace(wait.stack, futexUseOf(names.frames(recording.stacks[stack], wait.sequence)));
    wait.use = known.at(wait.stack);
  }
}

}  // namespace gordian::cli
