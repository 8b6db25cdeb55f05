// A board in ordinary memory, written as the runtime writes it.
#pragma once

#include <gordian/recording/board.h>

#include <cstring>
#include <functional>
#include <vector>

#include "situation.hpp"

namespace gordian::board::test {

using recording::BoardHeader;
using recording::BoardHeld;
using recording::BoardMoreHeld;
using recording::BoardSlot;

inline constexpr std::uint32_t kPid = 100;

class FakeBoard {
 public:
  explicit FakeBoard(std::uint32_t windows = 4)
      : header_(recording::kBoardHeaderSize / 8),
        windows_(std::size_t{windows} * recording::kWindowSize / 8) {
    std::memcpy(header().magic, GORDIAN_BOARD_MAGIC, sizeof header().magic);
    header().version = recording::kBoardVersion;
    header().windowCount = windows;
    header().usedWindows = windows;
    header().windowOwner[0] = kPid;
  }

  BoardHeader& header() { return *reinterpret_cast<BoardHeader*>(header_.data()); }
  std::vector<std::uint64_t>& windowWords() { return windows_; }
  unsigned char* window(std::uint32_t index) {
    return reinterpret_cast<unsigned char*>(windows_.data()) +
           std::size_t{index} * recording::kWindowSize;
  }
  BoardSlot& slot(std::uint32_t index, std::uint32_t inWindow = 0) {
    return *reinterpret_cast<BoardSlot*>(window(inWindow) +
                                         std::size_t{index} * recording::kSlotSize);
  }
  BoardMoreHeld& more(std::uint32_t index) {
    return *reinterpret_cast<BoardMoreHeld*>(window(index));
  }

  // A thread that runs: the `index`th of window 0.
  BoardSlot& thread(std::uint32_t index) {
    BoardSlot& made = slot(index);
    made.pid = kPid;
    made.tid = kPid + index;
    made.thread = index;
    made.state = recording::kSlotLive;
    return made;
  }
  // One that waits for an object of its process.
  BoardSlot& waiter(std::uint32_t index, recording::WaitKind kind, std::uint64_t object) {
    BoardSlot& made = thread(index);
    made.sequence = 1;
    made.wait.kind = static_cast<std::uint8_t>(kind);
    made.wait.key = {kPid, object};
    made.wait.address = object;
    return made;
  }

  BoardView view() {
    return {&header(),
            [](void* context, std::uint32_t index) -> const void* {
              auto& self = *static_cast<FakeBoard*>(context);
              if (self.onWindow) self.onWindow(index);
              return self.window(index);
            },
            this};
  }

  std::function<void(std::uint32_t)> onWindow;  // called before a window is handed out

 private:
  std::vector<std::uint64_t> header_;
  std::vector<std::uint64_t> windows_;
};

inline BoardHeld heldOf(std::uint64_t object, std::uint8_t mode = 0, std::uint8_t kind = 0) {
  BoardHeld held{};
  held.key = {kPid, object};
  held.address = object;
  held.mode = mode;
  held.kind = kind;
  return held;
}

inline void hold(BoardSlot& slot, std::uint64_t object) {
  slot.held[slot.heldCount++] = heldOf(object);
}

// An arena and what was found with it.
class Looking {
 public:
  explicit Looking(FakeBoard& board, const Knowledge& knowledge = {},
                   std::size_t size = std::size_t{4} << 20)
      : memory_(size / 8), arena_(memory_.data(), size) {
    ok = look(board.view(), knowledge, arena_, now);
  }
  std::size_t used() const { return arena_.used(); }

  bool ok = false;
  Look now;

 private:
  std::vector<std::uint64_t> memory_;
  Arena arena_;
};

}  // namespace gordian::board::test
