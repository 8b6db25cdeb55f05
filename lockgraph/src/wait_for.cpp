#include <gordian/lockgraph/wait_for.hpp>

#include "wait_for_chains.hpp"

namespace gordian::lockgraph {
namespace waiting {
namespace {

// Hands out scratch memory; without memory it only counts.
class Carver {
 public:
  explicit Carver(void* scratch) : next_(static_cast<unsigned char*>(scratch)) {}

  template <typename T>
  T* take(std::size_t count) {
    static_assert(alignof(T) <= kAlignment);
    const std::size_t bytes = (count * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
    used_ += bytes;
    if (next_ == nullptr) return nullptr;
    T* taken = reinterpret_cast<T*>(next_);
    for (std::size_t i = 0; i < count; ++i) taken[i] = T{};
    next_ += bytes;
    return taken;
  }
  std::size_t used() const { return used_; }

 private:
  static constexpr std::size_t kAlignment = 8;
  unsigned char* next_;
  std::size_t used_ = 0;
};

Memory carve(const WaitForInput& input, Carver& carver) {
  std::size_t links = 0;
  std::size_t keys = 0;
  for (std::uint32_t i = 0; i < input.threadCount; ++i) {
    const LiveThread& thread = input.threads[i];
    if (!(keyOf(thread) == kNoKey)) ++keys;
    if (thread.waitsFor == WaitFor::Post)
      eachPoster(input, thread, [&](std::uint32_t) { ++links; });
  }
  Memory memory;
  memory.progress = carver.take<Progress>(input.threadCount);
  memory.nodes = carver.take<Node>(keys);
  memory.posters = carver.take<Posters>(std::size_t{input.processCount} + 1);
  memory.links = carver.take<Link>(links);
  memory.work = carver.take<std::uint32_t>(input.threadCount);
  memory.verdicts = carver.take<WaitVerdict>(input.threadCount);
  memory.hangs = carver.take<Hang>(input.threadCount);
  memory.members = carver.take<std::uint32_t>(input.threadCount);
  return memory;
}

// Turns chains into verdicts and hangs.
class Hangs {
 public:
  Hangs(const WaitForInput& input, Memory& memory, Chains& chains)
      : input_(input), memory_(memory), chains_(chains) {}

  void fill(WaitForResult& result) {
    for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
      if (chains_.isDead(i)) tell(i);
    }
    std::uint32_t first = 0;
    for (std::uint32_t i = 0; i < hangCount_; ++i) {
      memory_.hangs[i].first = first;
      first += memory_.hangs[i].count;
      memory_.hangs[i].count = 0;
    }
    for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
      if (memory_.progress[i].inCycle && chains_.rootOf(i) == i) listCycle(i);
    }
    for (std::uint32_t i = 0; i < hangCount_; ++i) {
      if (memory_.hangs[i].rule == HangRule::Stall) memory_.hangs[i].causeNeedsPosts = true;
    }
    list(WaitRole::Gone);
    list(WaitRole::Behind);
    result = {memory_.verdicts, memory_.hangs, memory_.members, hangCount_, deadCount_};
  }

 private:
  void tell(std::uint32_t index) {
    const Progress& progress = memory_.progress[index];
    const LiveThread& thread = input_.threads[index];
    const std::uint32_t root = chains_.rootOf(index);
    WaitVerdict& verdict = memory_.verdicts[index];
    verdict.dead = true;
    verdict.role = progress.inCycle ? WaitRole::InCycle : WaitRole::Behind;
    verdict.waitsFor = progress.chosen;
    verdict.hang = hangOf(root);
    ++deadCount_;
    Hang& hang = memory_.hangs[verdict.hang];
    ++hang.count;
    if (thread.waitsFor == WaitFor::Post && (progress.onlyPost || !mustLock(thread))) {
      hang.needsPosts = true;
      if (progress.inCycle) hang.causeNeedsPosts = true;
    }
    const bool ownerWaits = verdict.through == WaitFor::Lock && progress.chosen != kNobody &&
                            !input_.threads[progress.chosen].gone;
    if (ownerWaits && hang.rule == HangRule::Stall) hang.rule = HangRule::Deadlock;
  }

  // The number of the hang is kept in the verdict of its root.
  std::uint32_t hangOf(std::uint32_t root) {
    WaitVerdict& verdict = memory_.verdicts[root];
    if (verdict.hang != kNobody) return verdict.hang;
    verdict.hang = hangCount_;
    Hang& hang = memory_.hangs[hangCount_];
    if (memory_.progress[root].inCycle) hang.rule = HangRule::Deadlock;
    if (memory_.progress[root].lead == Lead::Gone) hang.rule = HangRule::OwnerGone;
    if (input_.threads[root].gone) {
      verdict.role = WaitRole::Gone;
      hang.count = 1;
    }
    return hangCount_++;
  }

  void listCycle(std::uint32_t root) {
    Hang& hang = memory_.hangs[memory_.verdicts[root].hang];
    std::uint32_t at = root;
    do {
      memory_.members[hang.first + hang.count++] = at;
      at = memory_.progress[at].chosen;
    } while (at != root);
    hang.cycleCount = hang.count;
  }

  void list(WaitRole role) {
    for (std::uint32_t i = 0; i < input_.threadCount; ++i) {
      const WaitVerdict& verdict = memory_.verdicts[i];
      if (verdict.role != role) continue;
      Hang& hang = memory_.hangs[verdict.hang];
      memory_.members[hang.first + hang.count++] = i;
    }
  }

  const WaitForInput& input_;
  Memory& memory_;
  Chains& chains_;
  std::uint32_t hangCount_ = 0;
  std::uint32_t deadCount_ = 0;
};

}  // namespace
}  // namespace waiting

std::size_t scratchSize(const WaitForInput& input) {
  waiting::Carver counter(nullptr);
  waiting::carve(input, counter);
  return counter.used();
}

bool reduce(const WaitForInput& input, void* scratch, std::size_t size, WaitForResult& result) {
  if (scratch == nullptr || size < scratchSize(input)) return false;
  waiting::Carver carver(scratch);
  waiting::Memory memory = waiting::carve(input, carver);
  waiting::Reduction reduction(input, memory);
  reduction.prepare();
  reduction.run(waiting::Question::Continues);
  reduction.noteDead();
  waiting::Chains chains(input, memory, reduction);
  chains.build();
  waiting::Hangs(input, memory, chains).fill(result);
  return true;
}

}  // namespace gordian::lockgraph
