#include "snapshot.hpp"

#include "slot_reader.hpp"

namespace gordian::board {

bool isBoard(const recording::BoardHeader& header) {
  constexpr char kMagic[] = GORDIAN_BOARD_MAGIC;
  for (std::size_t i = 0; i < sizeof(header.magic); ++i) {
    if (header.magic[i] != kMagic[i]) return false;
  }
  return header.version == recording::kBoardVersion;
}

std::size_t snapshotSize(const BoardView& view) {
  Arena none(nullptr, 0);
  std::size_t size = 0;
  if (view.header == nullptr || !isBoard(*view.header)) return size;
  const SlotReader reader(view, none);
  for (std::uint32_t i = 0; i < reader.windowCount(); ++i) {
    if (reader.ownerOf(i) == 0) continue;
    size += recording::kWindowSize + recording::kSlotsOfWindow * sizeof(SlotCopy);
  }
  return size;
}

bool takeSnapshot(const BoardView& view, Arena& arena, Snapshot& snapshot) {
  snapshot = Snapshot{};
  if (view.header == nullptr || view.window == nullptr || !isBoard(*view.header)) return false;
  SlotReader reader(view, arena);
  std::size_t most = 0;
  for (std::uint32_t i = 0; i < reader.windowCount(); ++i) {
    if (reader.slotsOf(i) != nullptr) most += recording::kSlotsOfWindow;
  }
  auto* slots = arena.take<SlotCopy>(most);
  if (slots == nullptr) return true;
  snapshot.slots = slots;
  snapshot.complete = true;
  for (std::uint32_t i = 0; i < reader.windowCount(); ++i) {
    for (std::uint32_t k = 0; k < recording::kSlotsOfWindow; ++k) {
      SlotCopy copied;
      if (!reader.copy(i, k, copied, snapshot.complete)) continue;
      if (snapshot.slotCount == most) {  // somebody came while we looked
        snapshot.complete = false;
        return true;
      }
      slots[snapshot.slotCount++] = copied;
    }
  }
  return true;
}

bool isSameWait(const SlotCopy& before, const SlotCopy& now) {
  return (before.does == SlotDoes::Waits || before.does == SlotDoes::Gone) &&
         before.does == now.does && before.pid == now.pid && before.tid == now.tid &&
         before.startedNs == now.startedNs && before.sequence == now.sequence;
}

const SlotCopy* findSlot(const Snapshot& snapshot, std::uint32_t place) {
  std::uint32_t low = 0;
  std::uint32_t high = snapshot.slotCount;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (snapshot.slots[middle].place < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == snapshot.slotCount || snapshot.slots[low].place != place) return nullptr;
  return &snapshot.slots[low];
}

}  // namespace gordian::board
