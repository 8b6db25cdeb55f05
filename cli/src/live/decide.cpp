#include "decide.hpp"

#include <algorithm>
#include <utility>

#include "board_view.hpp"
#include "hang_value.hpp"
#include "knowledge.hpp"

namespace gordian::cli {
namespace {

using lockgraph::WaitRole;

// Dead, or gone, in the same wait in both.
bool wasSo(const board::Look& before, const board::Look& now, std::uint32_t index) {
  const board::SlotCopy& slot = now.snapshot.slots[index];
  const board::SlotCopy* const earlier = findSlot(before.snapshot, slot.place);
  if (earlier == nullptr || !isSameWait(*earlier, slot)) return false;
  const auto then = static_cast<std::size_t>(earlier - before.snapshot.slots);
  return before.result.threads[then].dead == now.result.threads[index].dead &&
         before.situation.threads[then].gone == now.situation.threads[index].gone;
}

}  // namespace

Decider::Decider(const unsigned char* board, Processes& processes)
    : board_(board), processes_(processes) {}

std::vector<Candidate> Decider::look() {
  std::swap(before_, now_);
  SystemKnowledge knowledge(processes_, false);
  std::vector<Candidate> candidates = takeLook(knowledge);
  if (candidates.empty()) return candidates;
  SystemKnowledge thorough(processes_, true);
  return takeLook(thorough);
}

std::vector<Candidate> Decider::takeLook(SystemKnowledge& knowledge) {
  std::vector<Candidate> candidates;
  if (!reduce(knowledge.callbacks())) {
    now_.look = {};
    return candidates;
  }
  const board::Look& now = now_.look;
  for (std::uint32_t i = 0; i < now.result.hangCount; ++i) {
    const lockgraph::Hang& hang = now.result.hangs[i];
    Candidate candidate;
    candidate.hang = hangValue(now, hang, knowledge, processes_);
    for (std::uint32_t k = 0; k < hang.count; ++k) {
      const std::uint32_t member = now.result.members[hang.first + k];
      const bool isGone = now.result.threads[member].role == WaitRole::Gone;
      candidate.sequences.push_back(isGone ? 0 : now.snapshot.slots[member].sequence);
    }
    candidate.needsPosts = hang.causeNeedsPosts;
    candidate.isConfirmed = isConfirmed(hang);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

bool Decider::reduce(const board::Knowledge& knowledge) {
  const board::BoardView view = boardViewOf(board_);
  const std::size_t needed = lookSize(view);
  if (now_.size < needed) {
    now_.memory.reset(new std::uint64_t[needed / sizeof(std::uint64_t) + 1]);  // not initialised
    now_.size = needed;
  }
  board::Arena arena(now_.memory.get(), now_.size);
  return board::look(view, knowledge, arena, now_.look);
}

// As board::isConfirmed(), but those who joined meanwhile behind a deadlock do not put it off: in a
// server there may be new ones all the time.
bool Decider::isConfirmed(const lockgraph::Hang& hang) const {
  const board::Look& now = now_.look;
  const board::Look& before = before_.look;
  for (std::uint32_t i = 0; i < hang.count; ++i) {
    const std::uint32_t member = now.result.members[hang.first + i];
    const bool isCause = hang.cycleCount == 0 || i < hang.cycleCount ||
                         now.result.threads[member].role != WaitRole::Behind;
    if ((hang.needsPosts || isCause) && !wasSo(before, now, member)) return false;
  }
  for (std::uint32_t i = 0; hang.needsPosts && i < now.snapshot.slotCount; ++i)
    if (now.result.threads[i].dead && !wasSo(before, now, i)) return false;
  return true;
}

}  // namespace gordian::cli
