// A copy of the board: what every thread that has a slot waits for and holds, at one time.
//
// The board is written by the programs that are watched and may contain anything: every count is
// bounded, every chain of windows ends, nothing is followed that is not checked. A slot that
// changes while it is copied belongs to a thread that runs. Each slot is read at its own moment:
// only two snapshots in which a wait is the same tell that it lasted (isSameWait).
#pragma once

#include <gordian/recording/board.h>

#include <cstddef>
#include <cstdint>

#include "arena.hpp"

namespace gordian::board {

// How to reach the board's memory.
struct BoardView {
  const recording::BoardHeader* header = nullptr;  // kBoardHeaderSize bytes
  // kWindowSize bytes, aligned to 8; null when this window cannot be had.
  const void* (*window)(void* context, std::uint32_t index) = nullptr;
  void* context = nullptr;
};

enum class SlotDoes : std::uint8_t {
  Runs,      // or nothing is known of it
  Waits,     // `wait`, `held` and `frames` tell the truth
  Gone,      // ended or vanished, and `held` is never given back
  Inherits,  // no thread: `held` is what the process could give up for its parent
};

struct SlotCopy {
  std::uint32_t place = 0;  // window * kSlotsOfWindow + slot; grows along the snapshot
  std::uint32_t pid = 0;
  std::uint32_t tid = 0;
  std::uint32_t thread = 0;
  std::uint32_t sequence = 0;
  SlotDoes does = SlotDoes::Runs;
  std::uint64_t startedNs = 0;
  recording::BoardWait wait{};
  const recording::BoardHeld* held = nullptr;  // innermost last, without those that are lost
  std::uint32_t heldCount = 0;
  std::uint32_t frameCount = 0;
  const std::uint64_t* frames = nullptr;  // return addresses, innermost first
};

struct Snapshot {  // lives in the arena
  const SlotCopy* slots = nullptr;
  std::uint32_t slotCount = 0;
  bool complete = false;  // false: there are threads that are not here
};

// True when the header is one of this version.
bool isBoard(const recording::BoardHeader& header);

// Bytes that a snapshot of this board needs at most, now.
std::size_t snapshotSize(const BoardView& view);

// Takes what it needs of `arena`; not complete when that is too little. False, and an empty
// snapshot, when it is no board.
bool takeSnapshot(const BoardView& view, Arena& arena, Snapshot& snapshot);

// The same thread in the same wait (or as gone), without a moment of running between the two.
bool isSameWait(const SlotCopy& before, const SlotCopy& now);

// The slot at `place`, or null.
const SlotCopy* findSlot(const Snapshot& snapshot, std::uint32_t place);

}  // namespace gordian::board
