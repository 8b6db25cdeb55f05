// What there is to say about a set of recordings, in words and numbers and nothing else: the one
// tree that every renderer reads. Built by buildReport(); holds no addresses of the program.
#pragma once

#include <gordian/lockgraph/analysis.hpp>
#include <gordian/lockgraph/grounds.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../symbols/symbols.hpp"

namespace gordian::cli {

using lockgraph::Confidence;

struct Lock {
  std::string name;  // unique within its finding
  std::string className;
  SourceFrame created;
};

struct Thread {
  std::string name;  // unique within its finding
  std::uint32_t process = 0;
  SourceFrame created;
};

struct Evidence {
  std::vector<SourceFrame> frames;      // innermost first
  bool complete = true;                 // false: outer frames are missing
  std::optional<std::size_t> chosen{};  // the frame to show, when it is not the innermost of theirs
  [[nodiscard]] const SourceFrame& site() const {
    return chosen ? frames[*chosen] : Symbols::siteOf(frames);
  }
};

// What an edge is compared by with those of other runs.
struct OfRun {
  struct Held {
    std::string lock;  // what is the same in every run
    bool isShared = false;
    std::string guardedBy;  // the part whose thread holds it all the life of this one, if any
    bool isOwn = false;     // its holder made it
  };
  std::size_t run = 0;  // index into those of the finding
  std::string part;     // of the thread: "main", else where it was created
  std::vector<Held> held;
};

// `thread` asked for `acquired` while it held `held`; the three are indices into the finding.
struct Edge {
  std::size_t held = 0;
  std::size_t acquired = 0;
  std::size_t thread = 0;
  lockgraph::Mode heldMode = lockgraph::Mode::Exclusive;
  lockgraph::Mode mode = lockgraph::Mode::Exclusive;
  std::uint64_t count = 0;
  Evidence heldAt;
  Evidence acquiredAt;
  std::vector<std::string> tests;  // in which it was first seen
  std::optional<OfRun> ofRun{};    // of a cycle that no run made as a whole
  // (recording, dependency) pairs that are in `count`, so that no two findings add one twice.
  std::set<std::pair<std::size_t, std::size_t>> counted;
};

// What a thread did at some place, for findings that are no cycle. It reads as thread, `what`,
// lock, `how`: "teller-1" "unlocks" "alice.m" "", "main" "waits for 'ready', holding" "alice.m" "".
struct Moment {
  std::size_t thread = 0;           // index into the finding
  std::optional<std::size_t> lock;  // index into the finding
  std::string what;
  std::string how;
  Evidence at;
  unsigned step = 0;  // in the order in which it goes wrong, from 1; 0: in no order
};

// A lock that a hung thread holds.
struct Holding {
  std::size_t lock = 0;  // index into the finding
  lockgraph::Mode mode = lockgraph::Mode::Exclusive;
  Evidence at;  // where it was taken
};

// A thread that can never continue.
struct Waiting {
  // Stalled: for what nobody is left to send. Behind: for another one that is stuck.
  enum class Role : std::uint8_t { InCycle, OwnerGone, Stalled, Behind };
  std::size_t thread = 0;  // index into the finding
  std::uint32_t tid = 0;
  Role role = Role::InCycle;
  std::string waitsFor;             // "bob.m", "the end of teller-2", "condition ready"
  std::string awaitedClass;         // of what is no lock: kind and declaration
  std::string because;              // why that does not come, where more is known; or empty
  std::optional<std::size_t> lock;  // what it waits for, when that is a lock of the finding
  std::optional<std::size_t> next;  // index into `waiting` of the hang: who keeps it waiting
  Evidence at;
  std::vector<Holding> holds;  // outermost first
};

// A finding that could be told before the hang was there.
struct Foretold {
  std::string id;  // "GD104"
  std::string fingerprint;
};

// A hang that happened.
struct HangFacts {
  std::vector<Waiting> waiting;  // the cycle first, in its order; then those behind it
  std::size_t unlisted = 0;      // further ones
  std::uint32_t threads = 0;     // alive in the processes concerned
  std::uint64_t unchangedMs = 0;
  std::string action;                // "exit", "abort", "report", "wait"
  std::vector<Foretold> prediction;  // over the same locks; of GD104 and GD105, at the same place
};

// Seen in a run; in the source alone; some edges in a run and some in the source.
enum class Origin : std::uint8_t { Observed, Static, HalfObserved };

// What threads can do to the data that a static finding is about.
struct Access {
  bool isWrite = false;
  std::vector<std::size_t> threads;  // indices into the finding; empty: who does it is not known
  std::vector<Holding> held;         // that are certainly held; where they were taken is left out
  Evidence at;
};

// A further place to look at, and what is to be seen there.
struct Note {
  std::string text;
  Evidence at;
};

// What an observed verdict rests on, with what its locks and threads are called.
struct Grounds {
  lockgraph::Grounds facts;
  std::vector<std::string> locks;
  std::vector<std::string> threads;
};

// One process of a program.
struct Run {
  std::uint32_t process = 0;
  std::uint64_t startedNs = 0;  // since 1970
  std::vector<std::string> command;
};

// Why a finding does not count.
struct Suppression {
  bool isInSource = false;
  std::string reason;
};

struct Finding {
  std::string id;    // "GD101"
  std::string rule;  // "lock-order-cycle"
  std::string fingerprint;
  Confidence confidence = Confidence::RuledOut;
  Confidence verdict = Confidence::RuledOut;  // before --strict
  lockgraph::Reason decidedBy = lockgraph::Reason::None;
  Origin origin = Origin::Observed;
  std::string reason;
  std::string message;
  std::string object;            // of accesses: "Stats::hits"; else what the finding names
  SourceFrame declared;          // where the object is; empty: not known
  Evidence place;                // of static findings: the headline's
  std::vector<Access> accesses;  // the one to look at first in front
  std::vector<Note> notes;
  std::vector<Lock> locks;
  std::vector<Thread> threads;
  std::vector<Edge> edges;        // of a cycle: the one that closed it last
  std::vector<Moment> moments;    // of a finding without edges: the one to look at first
  std::optional<HangFacts> hang;  // of GD201 to GD205; their moments say the same in short
  std::string story;              // what happens, in whole sentences; empty: by the edges
  std::string help;               // empty: that of the rule
  std::vector<std::uint32_t> processes;
  std::vector<std::string> tests;
  std::vector<Run> runs;  // of a cycle that no run made as a whole: who made its edges
  std::size_t alike = 0;  // further cycles over the same lock classes and sites
  bool survived = true;   // every process with it came to its end
  std::optional<Suppression> suppression{};
  std::optional<Grounds> grounds{};  // of GD101 to GD105 in a run

  // Its own place, or where the last lock of the cycle is asked for, or where the first moment was.
  [[nodiscard]] const SourceFrame& location() const {
    if (!place.frames.empty()) return place.site();
    return edges.empty() ? moments.front().at.site() : edges.back().acquiredAt.site();
  }
};

struct Summary {
  std::uint64_t processes = 0;
  std::uint64_t threads = 0;
  std::uint64_t locks = 0;
  std::uint64_t acquisitions = 0;
  std::uint64_t edges = 0;
};

struct Coverage {
  std::vector<std::string> notes;     // what would be better known, and how
  std::vector<std::string> warnings;  // what is missing: said even when nothing was found
  std::vector<std::string> blind;     // calls that were not seen
  double stacksComplete = 1.0;
};

// With --stats. Times are nanoseconds; a share is of the time for which the threads existed that
// used the lock.
struct LockStats {
  std::string name;
  std::string className;
  bool isShared = false;  // the shared acquisitions of a reader-writer lock
  bool isUser = false;    // made in the developer's own code
  std::uint64_t locks = 0;
  std::uint64_t threads = 0;
  std::uint64_t acquisitions = 0;
  std::uint64_t contended = 0;  // of these, after a wait
  std::uint64_t handOvers = 0;  // of these, from another thread
  std::uint64_t waits = 0;      // also those in vain; of the GIL: timed ones
  std::uint64_t wait = 0, longestWait = 0;
  std::uint64_t hold = 0, longestHold = 0;
  double waitShare = 0, holdShare = 0;
  Evidence longestHoldAt;  // where it was taken
};

struct ThreadStats {
  std::string name;
  std::uint32_t process = 0;
  std::uint64_t life = 0, cpu = 0;
  std::uint64_t lockWait = 0;    // of the life
  std::optional<LockStats> gil;  // when it waited for it
};

struct ProcessStats {
  std::string name;
  std::uint32_t process = 0;
  std::uint64_t wall = 0, cpu = 0, spin = 0;  // wall is 0 when it did not come to its end
  std::uint64_t threads = 0;
  std::uint64_t life = 0, lockWait = 0;  // of all threads
  std::optional<LockStats> gil;
};

struct Statistics {
  std::vector<ProcessStats> processes;
  std::vector<ThreadStats> threads;
  std::vector<LockStats> locks;  // those that were waited for longest first; not the GIL
};

// What was read, of a report by `gordian check`.
struct CheckSummary {
  std::uint64_t units = 0;
  std::uint64_t incomplete = 0;  // of these, not or not wholly read
  std::uint64_t functions = 0;
  std::uint64_t accesses = 0;  // of shared data
};

// A finding of the baseline that is not there any more.
struct GoneFinding {
  std::string id;
  std::string fingerprint;
  std::string message;
};

struct Report {
  std::optional<Statistics> statistics;
  std::optional<CheckSummary> check;
  std::vector<std::string> command;
  Summary summary;
  Coverage coverage;
  std::vector<Finding> findings;  // most certain first
  std::vector<Finding> ruledOut;
  std::vector<Finding> suppressed;
  std::vector<Finding> known;  // by the baseline
  std::vector<GoneFinding> gone;
  bool hasBaseline = false;
  std::string recordings;  // to name in `gordian show ID …`; empty: found without being named
};

// "unlocks alice.m".
std::string deedOf(const Finding& finding, const Moment& moment);
// "error", "warning", "note".
const char* severityOf(Confidence confidence);
// "in cycle", "owner gone", "stalled", "behind".
const char* wordOf(Waiting::Role role);
// "proven", "likely", "possible", "ruled out".
const char* wordOf(Confidence confidence);
// "observed", "static", "half-observed".
const char* wordOf(Origin origin);

}  // namespace gordian::cli
