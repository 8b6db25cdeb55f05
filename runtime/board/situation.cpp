#include "situation.hpp"

#include <gordian/lockgraph/heap_sort.hpp>

namespace gordian::board {
namespace {

using lockgraph::kNobody;
using lockgraph::LiveHold;
using lockgraph::LiveProcess;
using lockgraph::LiveThread;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::ObjectKey;
using lockgraph::PostScope;
using lockgraph::WaitFor;

// To find threads by their number in the recording.
struct Numbered {
  std::uint32_t pid = 0;
  std::uint32_t thread = 0;
  std::uint32_t index = 0;
};

bool isLess(const Numbered& a, const Numbered& b) {
  if (a.pid != b.pid) return a.pid < b.pid;
  return a.thread != b.thread ? a.thread < b.thread : a.index < b.index;
}

std::size_t rounded(std::size_t bytes) {
  return (bytes + 7) / 8 * 8;
}

ObjectKey keyOf(const recording::BoardKey& key) {
  return {key.space, key.object};
}

LockKind kindOf(std::uint8_t kind) {
  return kind <= static_cast<std::uint8_t>(LockKind::StaticGuard) ? static_cast<LockKind>(kind)
                                                                  : LockKind::Mutex;
}

Mode modeOf(std::uint8_t mode) {
  return mode == 0 ? Mode::Exclusive : Mode::Shared;
}

class Describer {
 public:
  Describer(const Snapshot& snapshot, Situation& situation)
      : snapshot_(snapshot), situation_(situation) {}

  bool takeRoom(Arena& arena) {
    std::size_t holds = 0;
    for (std::uint32_t i = 0; i < snapshot_.slotCount; ++i) holds += snapshot_.slots[i].heldCount;
    situation_.threads = arena.take<LiveThread>(snapshot_.slotCount);
    situation_.processes = arena.take<LiveProcess>(snapshot_.slotCount);
    pids_ = arena.take<std::uint32_t>(snapshot_.slotCount);
    holds_ = arena.take<LiveHold>(holds);
    numbered_ = arena.take<Numbered>(snapshot_.slotCount);
    situation_.pids = pids_;
    return situation_.threads != nullptr && situation_.processes != nullptr && pids_ != nullptr &&
           holds_ != nullptr && numbered_ != nullptr;
  }

  void fill(const Knowledge& knowledge) {
    const std::uint32_t count = snapshot_.slotCount;
    for (std::uint32_t i = 0; i < count; ++i) {
      numbered_[i] = {snapshot_.slots[i].pid, snapshot_.slots[i].thread, i};
    }
    lockgraph::heapSort(numbered_, count, isLess);
    std::uint32_t processes = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (i == 0 || numbered_[i].pid != numbered_[i - 1].pid) pids_[processes++] = numbered_[i].pid;
    }
    situation_.input = {situation_.threads, count, situation_.processes, processes};
    for (std::uint32_t i = 0; i < count; ++i) fillThread(i);
    for (std::uint32_t i = 0; i < processes; ++i) {
      ProcessFacts facts;
      if (knowledge.process != nullptr)
        facts = knowledge.process(knowledge.context, snapshot_, pids_[i]);
      const bool postersMissing = facts.unknownPosters || !snapshot_.complete;
      situation_.processes[i] = LiveProcess{postersMissing && !facts.gone};
      if (facts.gone) markGone(i);
    }
    if (knowledge.refine == nullptr) return;
    for (std::uint32_t i = 0; i < count; ++i) {
      LiveThread& thread = situation_.threads[i];
      if (thread.gone || thread.waitsFor == WaitFor::Nothing) continue;
      knowledge.refine(knowledge.context, situation_, snapshot_.slots[i], thread);
    }
  }

 private:
  void markGone(std::uint32_t process) {
    for (std::uint32_t i = 0; i < snapshot_.slotCount; ++i) {
      if (situation_.threads[i].process == process) situation_.threads[i].gone = true;
    }
  }

  void fillThread(std::uint32_t index) {
    const SlotCopy& slot = snapshot_.slots[index];
    LiveThread& thread = situation_.threads[index];
    thread = LiveThread{};
    thread.process = findProcess(situation_, slot.pid);
    thread.gone = slot.does == SlotDoes::Gone || slot.does == SlotDoes::Inherits;
    thread.name = slot.tid;
    thread.holds = holds_;
    if (slot.does == SlotDoes::Inherits) return;
    thread.holdCount = slot.heldCount;
    for (std::uint32_t i = 0; i < slot.heldCount; ++i) {
      const recording::BoardHeld& held = slot.held[i];
      *holds_++ = {keyOf(held.key), modeOf(held.mode), kindOf(held.kind)};
    }
    if (slot.does == SlotDoes::Waits) fillWait(slot, thread);
  }

  void fillWait(const SlotCopy& slot, LiveThread& thread) {
    const recording::BoardWait& wait = slot.wait;
    const bool outside = (wait.flags & recording::kWaitOutside) != 0;
    thread.timed = (wait.flags & recording::kWaitTimed) != 0;
    thread.waitsFor = WaitFor::Post;
    thread.scope = outside ? PostScope::Unknown : PostScope::OwnProcess;
    switch (wait.kind) {
      case recording::kWaitLock:
      case recording::kWaitOnce:
      case recording::kWaitGuard:
      case recording::kWaitFileLock:
        thread.waitsFor = WaitFor::Lock;
        thread.key = keyOf(wait.key);
        thread.mode = modeOf(wait.mode);
        thread.kind = kindOf(wait.lockKind);
        if (wait.kind == recording::kWaitLock) thread.owner = wait.detail;
        break;
      case recording::kWaitThread:
        thread.waitsFor = WaitFor::End;
        thread.target = findThread(slot.pid, wait.target);
        break;
      case recording::kWaitCondition:
        thread.mutex = keyOf(wait.mutex);
        break;
      case recording::kWaitSemaphore:
        thread.key = keyOf(wait.key);
        break;
      case recording::kWaitPipe:
      case recording::kWaitProcess:
        thread.scope = PostScope::Unknown;
        break;
      default:
        break;
    }
  }

  // Nobody when there is none, or more than one.
  std::uint32_t findThread(std::uint32_t pid, std::uint32_t number) const {
    std::uint32_t low = 0;
    std::uint32_t high = snapshot_.slotCount;
    const Numbered wanted{pid, number, 0};
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (isLess(numbered_[middle], wanted)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const auto isHere = [&](std::uint32_t i) {
      return i < snapshot_.slotCount && numbered_[i].pid == pid && numbered_[i].thread == number;
    };
    return isHere(low) && !isHere(low + 1) ? numbered_[low].index : kNobody;
  }

  const Snapshot& snapshot_;
  Situation& situation_;
  std::uint32_t* pids_ = nullptr;
  LiveHold* holds_ = nullptr;
  Numbered* numbered_ = nullptr;
};

}  // namespace

std::size_t situationSize(const Snapshot& snapshot) {
  std::size_t holds = 0;
  for (std::uint32_t i = 0; i < snapshot.slotCount; ++i) holds += snapshot.slots[i].heldCount;
  const std::size_t count = snapshot.slotCount;
  return rounded(count * sizeof(LiveThread)) + rounded(count * sizeof(LiveProcess)) +
         rounded(count * sizeof(std::uint32_t)) + rounded(holds * sizeof(LiveHold)) +
         rounded(count * sizeof(Numbered));
}

bool describe(const Snapshot& snapshot, const Knowledge& knowledge, Arena& arena,
              Situation& situation) {
  situation = Situation{};
  Describer describer(snapshot, situation);
  if (!describer.takeRoom(arena)) return false;
  describer.fill(knowledge);
  return true;
}

std::uint32_t findProcess(const Situation& situation, std::uint32_t pid) {
  std::uint32_t low = 0;
  std::uint32_t high = situation.input.processCount;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (situation.pids[middle] < pid) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const bool found = low < situation.input.processCount && situation.pids[low] == pid;
  return found ? low : kNobody;
}

}  // namespace gordian::board
