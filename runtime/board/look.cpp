#include "situation.hpp"

namespace gordian::board {
namespace {

// Thread `index` of `now` was dead, or gone, in the same wait before.
bool wasSo(const Look& before, const Look& now, std::uint32_t index) {
  const SlotCopy& slot = now.snapshot.slots[index];
  const SlotCopy* earlier = findSlot(before.snapshot, slot.place);
  if (earlier == nullptr || !isSameWait(*earlier, slot)) return false;
  const auto then = static_cast<std::uint32_t>(earlier - before.snapshot.slots);
  return before.result.threads[then].dead == now.result.threads[index].dead &&
         before.situation.threads[then].gone == now.situation.threads[index].gone;
}

}  // namespace

std::size_t lookSize(const BoardView& view) {
  // the copies, the same again for the threads and their holds, and twice for reduce()
  return 4 * snapshotSize(view) + recording::kWindowSize;
}

bool look(const BoardView& view, const Knowledge& knowledge, Arena& arena, Look& now) {
  now = Look{};
  if (!takeSnapshot(view, arena, now.snapshot)) return false;
  if (!describe(now.snapshot, knowledge, arena, now.situation)) return false;
  const std::size_t size = lockgraph::scratchSize(now.situation.input);
  void* scratch = arena.takeBytes(size);
  return lockgraph::reduce(now.situation.input, scratch, size, now.result);
}

bool isConfirmed(const Look& before, const Look& now, const lockgraph::Hang& hang) {
  for (std::uint32_t i = 0; i < hang.count; ++i) {
    if (!wasSo(before, now, now.result.members[hang.first + i])) return false;
  }
  for (std::uint32_t i = 0; hang.needsPosts && i < now.snapshot.slotCount; ++i) {
    if (now.result.threads[i].dead && !wasSo(before, now, i)) return false;
  }
  return true;
}

}  // namespace gordian::board
