#include "reclaim.hpp"

#include <gordian/recording/board.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace gordian::cli {
namespace {

using recording::BoardHeader;
using recording::BoardSlot;

constexpr std::uint64_t kSpaceOfFile = std::uint64_t{1} << 63U;

BoardSlot& slotAt(unsigned char* board, std::uint32_t window, std::uint32_t number) {
  return *reinterpret_cast<BoardSlot*>(board + recording::kBoardHeaderSize +
                                       std::size_t{window} * recording::kWindowSize +
                                       std::size_t{number} * recording::kSlotSize);
}

// Nothing in the window could matter to another process. A window with more held locks does not
// look like one of slots; whoever has so many is left alone.
bool isForgettable(unsigned char* board, std::uint32_t window, std::uint32_t owner) {
  for (std::uint32_t i = 0; i < recording::kSlotsOfWindow; ++i) {
    const BoardSlot& slot = slotAt(board, window, i);
    if (slot.pid == 0) continue;
    if (slot.pid != owner || slot.moreWindow != 0 || slot.heldCount > recording::kHeldOfSlot)
      return false;
    // Of one that was not waiting it is not known what it held.
    const bool isTrue = slot.state == recording::kSlotEnded ||
                        (slot.state == recording::kSlotLive && slot.sequence % 2 != 0);
    for (std::uint32_t held = 0; isTrue && held < slot.heldCount; ++held)
      if ((slot.held[held].key.space & kSpaceOfFile) != 0) return false;
  }
  return true;
}

}  // namespace

std::size_t reclaimWindows(unsigned char* board, Processes& processes) {
  auto& header = *reinterpret_cast<BoardHeader*>(board);
  constexpr std::uint32_t kMost = recording::kWindows;
  const std::uint32_t used =
      std::min(__atomic_load_n(&header.usedWindows, __ATOMIC_ACQUIRE), kMost);
  std::map<std::uint32_t, std::vector<std::uint32_t>> windows;  // by owner
  for (std::uint32_t window = 0; window < used; ++window)
    if (const auto owner = __atomic_load_n(&header.windowOwner[window], __ATOMIC_ACQUIRE))
      windows[owner].push_back(window);
  std::size_t count = 0;
  for (const auto& [owner, all] : windows) {
    const std::uint32_t pid = owner;
    if (!processes.isGone(pid)) continue;
    if (!std::all_of(all.begin(), all.end(),
                     [&](std::uint32_t window) { return isForgettable(board, window, pid); }))
      continue;
    for (const std::uint32_t window : all) {
      for (std::uint32_t i = 0; i < recording::kSlotsOfWindow; ++i)
        slotAt(board, window, i) = BoardSlot{};
      __atomic_store_n(&header.windowOwner[window], 0, __ATOMIC_RELEASE);
      ++count;
    }
  }
  return count;
}

}  // namespace gordian::cli
