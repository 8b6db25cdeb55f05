#include "ages.hpp"

#include <gordian/recording/board.h>

#include <algorithm>
#include <cstddef>

namespace gordian::cli {
namespace {

using recording::BoardHeader;
using recording::BoardSlot;

std::uint32_t numberAt(const unsigned char* place) {
  return __atomic_load_n(reinterpret_cast<const std::uint32_t*>(place), __ATOMIC_ACQUIRE);
}

std::uint64_t threadOf(std::uint32_t pid, std::uint32_t tid) {
  return std::uint64_t{pid} << 32U | tid;
}

}  // namespace

std::chrono::milliseconds Ages::look(Clock::time_point now) {
  now_ = now;
  ++looks_;
  constexpr std::uint32_t kMostWindows = recording::kWindows;
  const std::uint32_t used =
      std::min(numberAt(board_ + offsetof(BoardHeader, usedWindows)), kMostWindows);
  for (std::uint32_t window = 0; window < used; ++window) {
    const std::uint32_t owner =
        numberAt(board_ + offsetof(BoardHeader, windowOwner) + window * sizeof(std::uint32_t));
    if (owner == 0) continue;
    const unsigned char* const begin =
        board_ + recording::kBoardHeaderSize + std::size_t{window} * recording::kWindowSize;
    for (int i = 0; i < recording::kSlotsOfWindow; ++i) {
      const unsigned char* const slot = begin + std::ptrdiff_t{i} * recording::kSlotSize;
      const std::uint32_t sequence = numberAt(slot + offsetof(BoardSlot, sequence));
      // A window with more held locks of a slot may look like one of slots: the pid tells.
      if (sequence % 2 == 0 || numberAt(slot + offsetof(BoardSlot, pid)) != owner) continue;
      note(threadOf(owner, numberAt(slot + offsetof(BoardSlot, tid))), sequence);
    }
  }
  Clock::time_point oldest = now;
  const std::size_t gone = std::erase_if(waits_, [&](const auto& wait) {
    if (wait.second.look != looks_) return true;
    oldest = std::min(oldest, wait.second.since);
    return false;
  });
  if (gone > 0) ++version_;
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - oldest);
}

void Ages::note(std::uint64_t thread, std::uint32_t sequence) {
  const auto [wait, isNew] = waits_.try_emplace(thread);
  Seen& seen = wait->second;
  if (isNew || seen.sequence != sequence) {
    seen.sequence = sequence;
    seen.since = now_;
    ++version_;
  }
  seen.look = looks_;
}

std::chrono::milliseconds Ages::ageOf(std::uint32_t pid, std::uint32_t tid,
                                      std::uint32_t sequence) const {
  const auto wait = waits_.find(threadOf(pid, tid));
  if (wait == waits_.end() || wait->second.sequence != sequence) return {};
  return std::chrono::duration_cast<std::chrono::milliseconds>(now_ - wait->second.since);
}

}  // namespace gordian::cli
