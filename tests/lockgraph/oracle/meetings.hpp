// Semaphores as the runtime records them: waits with locks held, posts with what their threads
// asked for on the way, and acquisitions with nothing held.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "program.hpp"

namespace gordian::oracle {

class MeetingRecorder {
 public:
  MeetingRecorder(const Program& program, lockgraph::Trace& trace);

  // A thread with these holds asks for a lock (before it waits), and has got it.
  void asks(std::size_t thread, const Op& op, lockgraph::Segment segment, bool holdsNothing);
  void acquired(std::size_t thread);
  // … is about to take from a semaphore, whose count is `posts`; has taken.
  void takes(std::size_t thread, std::size_t operation, const Op& op, lockgraph::Segment segment,
             const std::vector<lockgraph::HeldLock>& held, bool hasToWait,
             lockgraph::Sequence sequence);
  void taken(std::size_t thread);
  void posts(std::size_t thread, const Op& op, lockgraph::Segment segment,
             const std::vector<lockgraph::HeldLock>& held, lockgraph::Sequence sequence);
  void finish();

  // Which operation each wait of the trace was.
  const std::vector<std::size_t>& operations() const { return operations_; }

 private:
  struct Asked {
    lockgraph::Moment moment = 0;
    lockgraph::Mode mode = lockgraph::Mode::Exclusive;
    lockgraph::Segment segment = 0;
    std::uint64_t time = 0;
  };
  struct Local {
    lockgraph::Moment clock = 0;
    lockgraph::Moment waitedAt = 0;
    std::size_t watchedThen = 0;
    std::map<std::uint8_t, Asked> asked;  // of watched locks
    std::optional<std::uint8_t> awaits;
    std::uint64_t awaitsSince = 0;
  };
  struct Watched {
    std::map<std::uint8_t, std::size_t> locks;  // and when they came
    std::uint64_t since = 0;
  };

  std::vector<lockgraph::WakerNeed> needsOf(const Local& local, const Watched& watched,
                                            const std::vector<lockgraph::HeldLock>& held) const;

  lockgraph::Trace& trace_;
  std::vector<Local> locals_;
  std::vector<Watched> watched_;
  std::size_t watchedCount_ = 0;
  std::uint64_t time_ = 0;
  std::map<std::vector<std::uint64_t>, lockgraph::Use> uses_;
  std::set<std::vector<std::uint64_t>> known_;
  std::vector<std::size_t> operations_;
};

}  // namespace gordian::oracle
