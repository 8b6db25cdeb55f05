// How long each waiting thread has been in the very same wait, by looking at the board from time to
// time. Cost of a look: one cache line for each slot of the windows in use.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace gordian::cli {

using Clock = std::chrono::steady_clock;

class Ages {
 public:
  // The board's memory, of BoardMemory::size().
  explicit Ages(const unsigned char* board) : board_(board) {}

  // The longest age of any wait; zero when nobody waits.
  std::chrono::milliseconds look(Clock::time_point now);

  // Since when the thread is seen in the wait with that sequence; zero: it is not.
  [[nodiscard]] std::chrono::milliseconds ageOf(std::uint32_t pid, std::uint32_t tid,
                                                std::uint32_t sequence) const;
  // Differs after a look that saw other waits than the one before.
  [[nodiscard]] std::uint64_t version() const { return version_; }

 private:
  struct Seen {
    std::uint32_t sequence = 0;
    Clock::time_point since;
    std::uint64_t look = 0;
  };

  void note(std::uint64_t thread, std::uint32_t sequence);

  const unsigned char* board_;
  std::unordered_map<std::uint64_t, Seen> waits_;  // by pid and tid
  Clock::time_point now_;
  std::uint64_t looks_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace gordian::cli
