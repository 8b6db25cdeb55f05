#include "watcher.hpp"

#include <gordian/recording/format.h>

#include <algorithm>
#include <optional>

namespace gordian::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kApart{190};  // a look may come a little early
// Without a suspicion there is no hurry, least where all wait as before: then only what the system
// tells can have changed.
constexpr milliseconds kUnsuspected{390};
constexpr milliseconds kUnchanged{790};

// The waiters that a hang stands and falls with. Others may join those all the time.
std::vector<std::size_t> coreOf(const Candidate& candidate) {
  std::vector<std::size_t> all;
  std::vector<std::size_t> cycle;
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < candidate.hang.waiters.size(); ++i) {
    all.push_back(i);
    const std::uint32_t role = candidate.hang.waiters[i].role;
    if (role == recording::kWaiterInCycle) cycle.push_back(i);
    if (role == recording::kWaiterOwnerGone) gone.push_back(i);
  }
  if (candidate.needsPosts) return all;
  return !cycle.empty() ? cycle : !gone.empty() ? gone : all;
}

}  // namespace

Watcher::Watcher(const unsigned char* board, Processes& processes, WatchTimes times)
    : ages_(board), times_(times), decider_(board, processes) {}

std::vector<recording::Hang> Watcher::look(Clock::time_point now) {
  const milliseconds oldest = ages_.look(now);
  if (!isDue(now, oldest)) return {};
  decidedAt_ = now;
  decidedVersion_ = ages_.version();
  isSuspecting_ = false;
  std::vector<recording::Hang> sure;
  for (Candidate& candidate : decider_.look()) {
    const Members members = membersOf(candidate);
    if (members.empty() || isSaid(members)) continue;
    const milliseconds least = candidate.needsPosts ? times_.stallAge : times_.deadlockAge;
    if (least == milliseconds{0}) continue;
    isSuspecting_ = true;
    const milliseconds age = ageOf(candidate);
    if (!candidate.isConfirmed || age < least) continue;
    candidate.hang.unchangedMs = static_cast<std::uint64_t>(age.count());
    said_.insert(members.begin(), members.end());
    sure.push_back(std::move(candidate.hang));
  }
  return sure;
}

bool Watcher::isDue(Clock::time_point now, milliseconds oldest) {
  // Two looks that are to agree lie apart.
  if (oldest < kApart || now - decidedAt_ < kApart) return false;
  const bool isChanged = ages_.version() != decidedVersion_;
  return isSuspecting_ || now - decidedAt_ >= (isChanged ? kUnsuspected : kUnchanged);
}

Watcher::Members Watcher::membersOf(const Candidate& candidate) {
  Members members;
  for (const std::size_t i : coreOf(candidate)) {
    const auto& waiter = candidate.hang.waiters[i];
    members.emplace_back(waiter.pid, waiter.tid, candidate.sequences[i]);
  }
  std::sort(members.begin(), members.end());
  return members;
}

// Of the youngest wait of its core; where that is gone, of the oldest behind it.
milliseconds Watcher::ageOf(const Candidate& candidate) const {
  const auto age = [&](std::size_t i) {
    const auto& waiter = candidate.hang.waiters[i];
    return ages_.ageOf(waiter.pid, waiter.tid, candidate.sequences[i]);
  };
  std::optional<milliseconds> youngest;
  for (const std::size_t i : coreOf(candidate))
    if (candidate.sequences[i] != 0) youngest = std::min(youngest.value_or(age(i)), age(i));
  if (youngest) return *youngest;
  milliseconds oldest{0};
  for (std::size_t i = 0; i < candidate.sequences.size(); ++i) oldest = std::max(oldest, age(i));
  return oldest;
}

// A hang that was said may grow; a new one has none of the threads that the old ones stand with.
bool Watcher::isSaid(const Members& members) const {
  return std::any_of(members.begin(), members.end(),
                     [&](const Member& member) { return said_.count(member) > 0; });
}

}  // namespace gordian::cli
