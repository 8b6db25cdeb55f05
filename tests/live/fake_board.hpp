// A board in the test's own memory, and processes that exist only here.
#pragma once

#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "live/board_memory.hpp"
#include "live/processes.hpp"

namespace gordian::cli::testing {

using recording::BoardHeader;
using recording::BoardSlot;

class FakeBoard {
 public:
  FakeBoard() : memory_(BoardMemory::size() / sizeof(std::uint64_t)) {
    std::memcpy(header().magic, GORDIAN_BOARD_MAGIC, sizeof header().magic);
    header().version = recording::kBoardVersion;
    header().windowCount = recording::kWindows;
  }
  [[nodiscard]] const unsigned char* data() const {
    return reinterpret_cast<const unsigned char*>(memory_.data());
  }
  [[nodiscard]] unsigned char* writable() {
    return reinterpret_cast<unsigned char*>(memory_.data());
  }
  BoardHeader& header() { return *reinterpret_cast<BoardHeader*>(memory_.data()); }

  // The slot of a thread of `pid`; each process has one window.
  BoardSlot& slot(std::uint32_t pid, std::uint32_t tid) {
    const auto [window, isNew] = windows_.try_emplace(pid, header().usedWindows);
    if (isNew) header().windowOwner[header().usedWindows++] = pid;
    for (std::size_t i = 0; i < recording::kSlotsOfWindow; ++i) {
      auto& slot = *reinterpret_cast<BoardSlot*>(
          reinterpret_cast<unsigned char*>(memory_.data()) + recording::kBoardHeaderSize +
          window->second * std::size_t{recording::kWindowSize} + i * recording::kSlotSize);
      if (slot.pid != 0 && slot.tid != tid) continue;
      slot.pid = pid;
      slot.tid = tid;
      slot.thread = static_cast<std::uint32_t>(i);
      slot.state = recording::kSlotLive;
      slot.startedNs = 1;
      return slot;
    }
    throw std::bad_alloc();
  }

  void hold(BoardSlot& slot, std::uint64_t lock, std::uint64_t space = 0) {
    recording::BoardHeld& held = slot.held[slot.heldCount++];
    held.key = {space == 0 ? slot.pid : space, lock};
    held.address = lock;
    held.lock = static_cast<std::uint32_t>(lock);
  }
  void wait(BoardSlot& slot, recording::WaitKind kind, std::uint64_t object,
            std::uint64_t space = 0) {
    slot.wait = {};
    slot.wait.kind = static_cast<std::uint8_t>(kind);
    slot.wait.key = {space == 0 ? slot.pid : space, object};
    slot.wait.flags = space == 0 ? 0 : recording::kWaitOutside;
    slot.wait.address = object;
    slot.wait.target = recording::kNoThread;
    slot.sequence += slot.sequence % 2 == 0 ? 1 : 2;
  }

 private:
  std::vector<std::uint64_t> memory_;
  std::map<std::uint32_t, std::uint32_t> windows_;
};

class FakeProcesses final : public Processes {
 public:
  ProcessFacts& process(std::uint32_t pid, const std::vector<std::uint32_t>& tids) {
    ProcessFacts& facts = facts_[pid];
    facts.isWatched = true;
    for (const std::uint32_t tid : tids) facts.tasks.push_back({tid, 'S'});
    return facts;
  }
  void ends(std::uint32_t pid) { facts_[pid].tasks.clear(); }
  void strangersReach(std::uint64_t space) { reached_.insert(space); }

  ProcessFacts factsOf(std::uint32_t pid) override { return facts_[pid]; }
  bool isGone(std::uint32_t pid) override { return facts_.count(pid) == 0; }
  bool isReachedElsewhere(std::uint64_t space,
                          const std::vector<std::uint32_t>& /*known*/) override {
    return reached_.count(space) > 0;
  }
  bool isElsewhere(std::uint32_t /*pid*/, std::uint32_t tid, std::uint8_t /*kind*/) override {
    return elsewhere_.count(tid) > 0;
  }
  std::optional<std::vector<std::uint32_t>> childrenOf(std::uint32_t pid) override {
    const auto children = children_.find(pid);
    return children == children_.end() ? std::nullopt : std::optional(children->second);
  }
  void children(std::uint32_t pid, std::vector<std::uint32_t> children) {
    children_[pid] = std::move(children);
  }
  void isInAnotherCall(std::uint32_t tid) { elsewhere_.insert(tid); }
  std::uint32_t ownerOfLock(std::uint32_t /*pid*/, std::uint64_t /*address*/,
                            std::uint8_t /*kind*/) override {
    return owner_;
  }
  bool isNobody(std::uint32_t tid) override {
    return std::none_of(facts_.begin(), facts_.end(), [&](const auto& process) {
      const auto& tasks = process.second.tasks;
      return std::any_of(tasks.begin(), tasks.end(),
                         [&](const Task& task) { return task.tid == tid; });
    });
  }
  bool mayBeOwnedElsewhere(std::uint64_t space,
                           const std::vector<std::uint32_t>& /*known*/) override {
    return owned_.count(space) > 0;
  }
  // The only lock says so.
  void lockNames(std::uint32_t owner) { owner_ = owner; }
  void strangersOwn(std::uint64_t space) { owned_.insert(space); }
  std::string nameOf(std::uint32_t /*pid*/, std::uint32_t tid) override {
    return "t" + std::to_string(tid);
  }

 private:
  std::map<std::uint32_t, ProcessFacts> facts_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> children_;
  std::set<std::uint64_t> reached_, owned_;
  std::uint32_t owner_ = 0;
  std::set<std::uint32_t> elsewhere_;
};

}  // namespace gordian::cli::testing
