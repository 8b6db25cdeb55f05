// Copies one slot while its thread may write it: a copy counts when the sequence is the same before
// and after (a seqlock whose writer never waits).
#pragma once

#include "snapshot.hpp"

namespace gordian::board {

class SlotReader {
 public:
  SlotReader(const BoardView& view, Arena& arena);

  std::uint32_t windowCount() const { return windowCount_; }
  // The process that claimed a window; 0: nobody.
  std::uint32_t ownerOf(std::uint32_t window) const;
  // The slots of a window; null when it has none.
  const unsigned char* slotsOf(std::uint32_t window) const;

  // False: the slot is free. `complete` becomes false when the arena is full.
  bool copy(std::uint32_t window, std::uint32_t slot, SlotCopy& copied, bool& complete);

 private:
  enum class Result { Free, Copied, Changed, Unusable, NoRoom };

  void noteFurtherWindows();
  Result copyOnce(const unsigned char* from, SlotCopy& copied);
  Result copyHeld(const unsigned char* from, const recording::BoardSlot& slot, SlotCopy& copied);
  bool readFurther(std::uint32_t window, std::uint32_t pid, std::uint32_t count,
                   recording::BoardHeld* to) const;
  bool isFurther(std::uint32_t window) const;

  const BoardView& view_;
  Arena& arena_;
  std::uint32_t windowCount_ = 0;
  std::uint64_t further_[recording::kWindows / 64] = {};  // windows with more of what is held
};

}  // namespace gordian::board
