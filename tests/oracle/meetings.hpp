// Joins, conditions, semaphores and the barrier as the runtime records them: waits with locks held,
// signals with what their threads asked for on the way, and acquisitions with nothing held.
//
// Follows runtime/src/meetings.cpp, watched.cpp and notices.cpp: an object is watched once somebody
// waits there with a lock held; signals of conditions are recorded from then on only.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "program.hpp"

namespace gordian::oracle {

// Who does what at which object; what it holds meanwhile.
struct Encounter {
  std::size_t thread = 0;
  lockgraph::Meeting kind = lockgraph::Meeting::Semaphore;
  std::uint8_t object = 0;
  std::size_t place = 0;
  lockgraph::Segment segment = 0;
  lockgraph::Sequence sequence = 0;
  std::uint32_t round = 0;                // of a barrier
  std::optional<std::uint8_t> mutex;      // of a condition
  std::vector<lockgraph::HeldLock> held;  // without that
};

class MeetingRecorder {
 public:
  MeetingRecorder(const Program& program, lockgraph::Trace& trace);

  // A thread with these holds asks for a lock (before it waits), and has got it.
  void asks(std::size_t thread, const Op& op, bool isAfterWait, lockgraph::Segment segment,
            bool holdsNothing);
  void acquired(std::size_t thread);
  // … is about to wait, if it has to; is through.
  void waits(const Encounter& at, bool hasToWait);
  void passed(std::size_t thread);
  void signals(const Encounter& at);
  // A post or signal is given, or taken.
  void notice(std::size_t thread, lockgraph::Meeting kind, std::uint8_t object, bool isTaken,
              lockgraph::Segment segment, lockgraph::Sequence sequence);
  // Uses of a thread that did not end are written only so far as a wait of its wrote them.
  void finish(const std::vector<bool>& hasEnded);

  // Which operation each wait of the trace was.
  const std::vector<std::size_t>& places() const { return places_; }

 private:
  struct Asked {
    lockgraph::Moment moment = 0;  // 0: tried only
    lockgraph::Mode mode = lockgraph::Mode::Exclusive;
    lockgraph::Segment segment = 0;
    std::uint64_t time = 0;
    lockgraph::Moment touched = 0;
    lockgraph::Moment touchedBefore = 0;
  };
  struct Local {
    lockgraph::Moment clock = 0;
    lockgraph::Moment waitedAt = 0;
    std::size_t watchedThen = 0;
    std::map<std::uint8_t, Asked> asked;  // of watched locks
    std::optional<std::pair<lockgraph::Meeting, std::uint8_t>> awaits;
    std::uint64_t awaitsSince = 0;
    std::set<std::uint8_t> held;
  };
  struct Watched {
    std::map<std::uint8_t, std::size_t> locks;  // and when they came
    std::uint64_t since = 0;
    std::optional<std::uint8_t> mutex;
    bool hasSeveralMutexes = false;
  };
  using Key = std::pair<lockgraph::Meeting, std::uint8_t>;

  void watch(const Encounter& at);
  bool isMutexTakenOnce(const Encounter& at, const Watched& watched, const Asked& asked) const;
  std::vector<lockgraph::WakerNeed> needsOf(const Encounter& at, const Watched& watched) const;
  void writeUses(std::size_t thread);

  lockgraph::Trace& trace_;
  std::vector<Local> locals_;
  std::map<Key, Watched> watched_;
  std::set<std::uint8_t> watchedLocks_;
  std::vector<std::uint8_t> semaphores_;  // where they begin
  std::size_t watchedCount_ = 0;
  std::uint64_t time_ = 0;
  std::map<std::vector<std::uint64_t>, lockgraph::Use> uses_;
  std::map<std::vector<std::uint64_t>, lockgraph::Use> written_;
  std::set<std::vector<std::uint64_t>> known_;
  std::vector<std::size_t> places_;
  std::map<std::vector<std::uint64_t>, std::uint32_t> notices_;  // how many alike
};

}  // namespace gordian::oracle
