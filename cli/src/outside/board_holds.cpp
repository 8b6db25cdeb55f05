#include "board_holds.hpp"

#include <fmt/format.h>

#include <gordian/lockgraph/trace.hpp>
#include <vector>

#include "../live/board_view.hpp"
#include "../symbols/lock_kind_words.hpp"
#include "arena.hpp"
#include "snapshot.hpp"

namespace gordian::cli::outside {
Holds holdsOnBoard(const AttachedBoard& attached, Scene& scene, std::size_t process) {
  const board::BoardView view = boardViewOf(attached.data());
  std::vector<std::uint64_t> memory(snapshotSize(view) / sizeof(std::uint64_t) + 1);
  board::Arena arena(memory.data(), memory.size() * sizeof(std::uint64_t));
  board::Snapshot snapshot;
  Holds holds;
  if (!takeSnapshot(view, arena, snapshot)) return holds;
  const std::uint32_t pid = scene.processes()[process].view.pid;
  for (std::uint32_t i = 0; i < snapshot.slotCount; ++i) {
    const board::SlotCopy& slot = snapshot.slots[i];
    if (slot.pid != pid || slot.does != board::SlotDoes::Waits) continue;
    for (std::uint32_t k = 0; k < slot.heldCount; ++k) {
      const recording::BoardHeld& held = slot.held[k];
      const std::string name = scene.stacksOf(process).variableAt(held.address);
      const bool isShared = held.mode == static_cast<std::uint8_t>(lockgraph::Mode::Shared);
      holds[slot.tid].push_back(
          fmt::format("{} {}{}", lockKindWord(static_cast<lockgraph::LockKind>(held.kind)),
                      name.empty() ? fmt::format("0x{:x}", held.address) : name,
                      isShared ? " as a reader" : ""));
    }
  }
  return holds;
}

}  // namespace gordian::cli::outside
