#include "board_waits.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "arena.hpp"
#include "board_view.hpp"
#include "hang_value.hpp"

namespace gordian::cli {

void addBoardWaits(const unsigned char* board, recording::Hang& hang) {
  const board::BoardView view = boardViewOf(board);
  std::vector<std::uint64_t> memory(snapshotSize(view) / sizeof(std::uint64_t) + 1);
  board::Arena arena(memory.data(), memory.size() * sizeof(std::uint64_t));
  board::Snapshot snapshot;
  if (!takeSnapshot(view, arena, snapshot)) return;
  for (recording::Waiter& waiter : hang.waiters) {
    const auto* const end = snapshot.slots + snapshot.slotCount;
    const auto* const slot = std::find_if(snapshot.slots, end, [&](const board::SlotCopy& one) {
      return one.pid == waiter.pid && one.tid == waiter.tid && one.does == board::SlotDoes::Waits &&
             one.wait.kind == recording::kWaitProcess;
    });
    if (slot == end || waiter.kind != recording::kWaitProcess) continue;
    recording::Waiter seen = waiterOf(*slot);
    waiter.thread = seen.thread;
    waiter.startedNs = seen.startedNs;
    waiter.stack = seen.stack;
    waiter.frames = std::move(seen.frames);
    waiter.held = std::move(seen.held);
  }
}

}  // namespace gordian::cli
