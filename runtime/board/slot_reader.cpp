#include "slot_reader.hpp"

#include <cstddef>

namespace gordian::board {
namespace {

using recording::BoardHeld;
using recording::BoardMoreHeld;
using recording::BoardSlot;

constexpr std::uint32_t kHeldOfWindow = sizeof(BoardMoreHeld::held) / sizeof(BoardHeld);
constexpr std::uint32_t kHeldHere = recording::kHeldOfSlot;
constexpr std::uint32_t kMostHeld = kHeldHere + recording::kWindows * kHeldOfWindow;
constexpr int kTries = 4;

std::uint32_t load(const std::uint32_t& shared) {
  return __atomic_load_n(&shared, __ATOMIC_ACQUIRE);
}

// Word by word, so that no read is torn inside a word. `bytes`: a multiple of 8.
void copyWords(void* to, const void* from, std::size_t bytes) {
  using Word __attribute__((may_alias)) = std::uint64_t;
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const Word*>(from);
  for (std::size_t i = 0; i < bytes / sizeof(Word); ++i) {
    const Word word = __atomic_load_n(&source[i], __ATOMIC_RELAXED);
    __builtin_memcpy(target + i * sizeof(Word), &word, sizeof(Word));
  }
}

template <typename T>
const T* at(const unsigned char* bytes, std::size_t offset) {
  return reinterpret_cast<const T*>(bytes + offset);
}

std::uint32_t field(const unsigned char* slot, std::size_t offset) {
  return load(*at<std::uint32_t>(slot, offset));
}

bool isLost(const BoardSlot& slot, const BoardHeld& held) {
  for (std::uint32_t i = 0; i < slot.lostCount; ++i) {
    if (slot.lost[i] == held.address) return true;
  }
  return false;
}

}  // namespace

SlotReader::SlotReader(const BoardView& view, Arena& arena) : view_(view), arena_(arena) {
  const std::uint32_t windows = load(view.header->windowCount);
  const std::uint32_t used = load(view.header->usedWindows);
  windowCount_ = used < windows ? used : windows;
  if (windowCount_ > recording::kWindows) windowCount_ = recording::kWindows;
  noteFurtherWindows();
}

std::uint32_t SlotReader::ownerOf(std::uint32_t window) const {
  return window < windowCount_ ? load(view_.header->windowOwner[window]) : 0;
}

bool SlotReader::isFurther(std::uint32_t window) const {
  return (further_[window / 64] >> (window % 64) & 1) != 0;
}

const unsigned char* SlotReader::slotsOf(std::uint32_t window) const {
  if (ownerOf(window) == 0 || isFurther(window)) return nullptr;
  return static_cast<const unsigned char*>(view_.window(view_.context, window));
}

// A window does not say what it contains: those that a slot refers to contain held locks.
void SlotReader::noteFurtherWindows() {
  for (std::uint32_t window = 0; window < windowCount_; ++window) {
    const unsigned char* slots = slotsOf(window);
    for (std::uint32_t i = 0; slots != nullptr && i < recording::kSlotsOfWindow; ++i) {
      const unsigned char* slot = slots + std::size_t{i} * recording::kSlotSize;
      const std::uint32_t pid = field(slot, offsetof(BoardSlot, pid));
      if (pid != 0 && pid != ownerOf(window)) continue;  // a free one keeps its windows
      if (pid != 0 && field(slot, offsetof(BoardSlot, tid)) == 0) continue;
      std::uint32_t next = field(slot, offsetof(BoardSlot, moreWindow));
      for (std::uint32_t steps = 0; steps < windowCount_; ++steps) {
        if (next == 0 || next > windowCount_ || isFurther(next - 1)) break;
        if (next - 1 == window || ownerOf(next - 1) != ownerOf(window)) break;
        further_[(next - 1) / 64] |= std::uint64_t{1} << ((next - 1) % 64);
        const void* more = view_.window(view_.context, next - 1);
        if (more == nullptr) break;
        next = load(static_cast<const BoardMoreHeld*>(more)->next);
      }
    }
  }
}

bool SlotReader::copy(std::uint32_t window, std::uint32_t slot, SlotCopy& copied, bool& complete) {
  const unsigned char* slots = slotsOf(window);
  if (slots == nullptr) return false;
  const unsigned char* from = slots + std::size_t{slot} * recording::kSlotSize;
  copied = SlotCopy{};
  copied.place = window * recording::kSlotsOfWindow + slot;
  copied.pid = field(from, offsetof(BoardSlot, pid));
  copied.tid = field(from, offsetof(BoardSlot, tid));
  if (copied.pid == 0 || copied.pid != ownerOf(window) || copied.tid == 0) return false;
  for (int i = 0; i < kTries; ++i) {
    const Result result = copyOnce(from, copied);
    if (result == Result::Free) return false;
    if (result == Result::Copied) return true;
    copied.does = SlotDoes::Runs;
    if (result == Result::NoRoom) complete = false;
    if (result != Result::Changed) return true;
  }
  return true;
}

SlotReader::Result SlotReader::copyOnce(const unsigned char* from, SlotCopy& copied) {
  const std::uint32_t sequence = field(from, offsetof(BoardSlot, sequence));
  const std::uint32_t state = field(from, offsetof(BoardSlot, state));
  copied.sequence = sequence;
  copied.thread = field(from, offsetof(BoardSlot, thread));
  copied.startedNs =
      __atomic_load_n(at<std::uint64_t>(from, offsetof(BoardSlot, startedNs)), __ATOMIC_RELAXED);
  if (state == recording::kSlotFree) return Result::Free;
  const bool ended = state == recording::kSlotEnded;
  const bool waits = state == recording::kSlotLive && sequence % 2 != 0;
  const bool inherits = state == recording::kSlotInherits;
  if (!ended && !waits && !inherits) return Result::Unusable;  // it runs

  BoardSlot slot;  // without what it holds and its frames, which are copied to the arena at once
  copyWords(&slot, from, offsetof(BoardSlot, held));
  if (slot.lostCount > recording::kLostOfSlot) return Result::Unusable;
  if (waits &&
      (slot.wait.kind == recording::kWaitNone || slot.wait.kind > recording::kWaitFileLock)) {
    return Result::Unusable;
  }
  const std::size_t before = arena_.used();
  const Result held = copyHeld(from, slot, copied);
  __atomic_thread_fence(__ATOMIC_ACQUIRE);
  const bool same = field(from, offsetof(BoardSlot, sequence)) == sequence &&
                    field(from, offsetof(BoardSlot, state)) == state &&
                    field(from, offsetof(BoardSlot, pid)) == copied.pid &&
                    field(from, offsetof(BoardSlot, tid)) == copied.tid;
  if (same && held == Result::Copied) {
    copied.does = ended ? SlotDoes::Gone : waits ? SlotDoes::Waits : SlotDoes::Inherits;
    copied.wait = waits ? slot.wait : recording::BoardWait{};
    return Result::Copied;
  }
  arena_.restartAt(before);
  copied.held = nullptr;
  copied.frames = nullptr;
  copied.heldCount = copied.frameCount = 0;
  return same ? held : Result::Changed;
}

SlotReader::Result SlotReader::copyHeld(const unsigned char* from, const BoardSlot& slot,
                                        SlotCopy& copied) {
  const std::uint32_t count = slot.heldCount;
  if (count > kMostHeld) return Result::Unusable;
  const std::uint32_t frames = slot.wait.frameCount < recording::kFramesOfSlot
                                   ? slot.wait.frameCount
                                   : std::uint32_t{recording::kFramesOfSlot};
  auto* held = arena_.take<BoardHeld>(count);
  auto* pcs = arena_.take<std::uint64_t>(frames);
  if (held == nullptr || pcs == nullptr) return Result::NoRoom;
  const std::uint32_t here = count < kHeldHere ? count : kHeldHere;
  copyWords(held, from + offsetof(BoardSlot, held), here * sizeof(BoardHeld));
  copyWords(pcs, from + offsetof(BoardSlot, frames), frames * sizeof(std::uint64_t));
  if (count > here && !readFurther(slot.moreWindow, slot.pid, count - here, held + here)) {
    return Result::Unusable;
  }
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!isLost(slot, held[i])) held[kept++] = held[i];
  }
  copied.held = held;
  copied.heldCount = kept;
  copied.frames = pcs;
  copied.frameCount = frames;
  return Result::Copied;
}

// False when the chain does not contain `count` of them.
bool SlotReader::readFurther(std::uint32_t next, std::uint32_t pid, std::uint32_t count,
                             BoardHeld* to) const {
  while (count > 0) {
    if (next == 0 || ownerOf(next - 1) != pid) return false;
    const void* window = view_.window(view_.context, next - 1);
    if (window == nullptr) return false;
    const auto* more = static_cast<const BoardMoreHeld*>(window);
    const std::uint32_t here = count < kHeldOfWindow ? count : kHeldOfWindow;
    copyWords(to, more->held, here * sizeof(BoardHeld));
    to += here;
    count -= here;
    next = load(more->next);
  }
  return true;
}

}  // namespace gordian::board
