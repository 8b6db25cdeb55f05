// Whether processes can wait for each other at all, from one line of each task and the open files
// of the processes that go on: much cheaper than a scene, and for most programs all that is ever
// read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gordian::cli::outside {

struct Glance {
  std::size_t tasks = 0;
  // A task sleeps for the lock of a file, or for a pipe; where `hasQuiet`, for one whose other end
  // no process has open that goes on.
  bool hasWait = false;
  // Each task of some process sleeps in a call that others must end. A pipe or a lock whose other
  // side has one task that goes on is no part of a hang.
  bool hasQuiet = false;

  [[nodiscard]] bool isSuspicious() const { return hasWait && hasQuiet; }
};

Glance glanceAt(const std::vector<std::uint32_t>& tree);

}  // namespace gordian::cli::outside
