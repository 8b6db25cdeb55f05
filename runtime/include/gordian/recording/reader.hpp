// Reads recordings. Nothing in a file is trusted: every size, id and checksum is tested.
#pragma once

#include <gordian/lockgraph/trace.hpp>
#include <gordian/recording/hangs.hpp>
#include <gordian/recording/incidents.hpp>
#include <gordian/recording/statistics.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace gordian::recording {

// A file that is not a recording of this version, or not readable. what() is one line that names
// the file, the place and the remedy.
struct RecordingError : std::runtime_error {
  RecordingError(std::filesystem::path file, std::uint64_t offset, const std::string& reason);
  std::filesystem::path file;
  std::uint64_t offset = 0;
};

struct Frame {
  std::uint64_t pc = 0;  // a return address: symbolize pc - 1
  std::uint64_t cfa = 0;
};

struct PythonFrame {
  std::string file;
  std::uint32_t line = 0;
  std::string function;
};

struct Stack {
  std::vector<Frame> frames;        // innermost first
  std::vector<PythonFrame> python;  // innermost first; empty outside CPython
  bool complete = true;             // false: frames are missing at the outer end
  std::uint32_t number = 0;         // in the file
};

struct Module {
  std::string path;
  std::string buildId;  // hex; empty when there is none
  std::uint64_t start = 0, end = 0, bias = 0;
  lockgraph::Sequence loadedAt = 0, goneAt = UINT64_MAX;
};

enum class Storage : std::uint8_t { Unknown, Static, Stack };

// Parallel to trace.locks.
struct LockInfo {
  std::uint64_t address = 0;
  std::uint32_t epoch = 0;
  Storage storage = Storage::Unknown;
  bool processShared = false, robust = false, python = false;
  lockgraph::StackId created{};      // 0 when no init call was seen
  lockgraph::StackId first{};        // first acquisition seen
  std::string name;                  // given by the program; usually empty
  std::optional<std::int32_t> rank;  // given by the program
  bool custom = false;               // of the program's own making
  std::uint32_t number = 0;          // in the file
};

// Parallel to trace.threads.
struct ThreadInfo {
  std::uint32_t number = 0;  // in the order of creation; the first thread has 0
  std::uint32_t tid = 0;
  std::string name;
  lockgraph::StackId created{};
  std::uint64_t stackLow = 0, stackHigh = 0, entry = 0;
};

struct Test {
  std::string name;
  lockgraph::Sequence begin = 0, end = UINT64_MAX;
};

struct Recording {
  std::filesystem::path file;
  std::uint32_t pid = 0, parentPid = 0;
  std::uint64_t startedNs = 0, parentStartedNs = 0;
  std::string executable, directory;
  std::vector<std::string> arguments;
  bool python = false, linked = false, forked = false;
  bool ended = false;  // false: killed, still running, or _exit without us
  std::uint64_t acquisitions = 0, locks = 0, threads = 0;  // lower bounds unless ended
  std::vector<Module> modules;
  std::vector<Stack> stacks;  // by StackId; [0] is empty
  std::vector<LockInfo> lockInfo;
  std::vector<ThreadInfo> threadInfo;
  std::vector<Test> tests;
  std::vector<std::string> blind;   // calls that were not seen
  std::vector<std::string> limits;  // limits that were reached while recording
  std::vector<std::string> damage;  // "offset N: M bytes unreadable …"; the rest was read
  std::vector<Hang> hangs;          // found while they lasted
  std::vector<Incident> incidents;
  std::vector<std::pair<lockgraph::LockId, lockgraph::LockId>> neverTogether;  // promised
  Statistics statistics;                                                       // with --stats
  lockgraph::Trace trace;

  // The module that held `pc` at `when`, or null.
  [[nodiscard]] const Module* moduleAt(std::uint64_t pc, lockgraph::Sequence when) const;
  // Where held[i] of the dependency was acquired: its recorded innermost frames, continued with
  // those frames of the dependency's own stack that were already live then.
  [[nodiscard]] Stack heldStack(const lockgraph::Dependency& dependency,
                                const lockgraph::HeldLock& held) const;
  // By their numbers in the file; none for 0 (locks, stacks) and for what is not there.
  [[nodiscard]] std::optional<lockgraph::LockId> lockOf(std::uint32_t number) const;
  [[nodiscard]] std::optional<lockgraph::StackId> stackOf(std::uint32_t number) const;
  [[nodiscard]] std::optional<lockgraph::ThreadId> threadOf(std::uint32_t number) const;
};

// Where a recording lies: a file, or a part of a merged one.
struct Place {
  std::filesystem::path file;
  std::uint64_t offset = 0, size = UINT64_MAX;  // UINT64_MAX: to the end
  std::uint32_t pid = 0;
  std::uint64_t startedNs = 0;
  std::optional<std::array<unsigned char, 16>> hash;  // of its bytes when it was merged
  std::vector<std::string> damage;                    // of the merged file
};

// The recordings of a file, by their headers alone: any number of them can be looked at in little
// memory, and read one after the other. Throws RecordingError.
std::vector<Place> placesIn(const std::filesystem::path& file);
Recording read(const Place& place);

// One recording, or every recording of a merged file. Throws RecordingError.
std::vector<Recording> read(const std::filesystem::path& file);

// What happened from `begin` to `end`, as if nothing else had been seen: what a test alone can show
// (what threads use and signal at any time stays). A dependency that only serves as a base becomes
// a try-acquisition. Only of `among`, which are ascending, a dependency can have been seen then.
lockgraph::Trace traceBetween(const Recording& recording, lockgraph::Sequence begin,
                              lockgraph::Sequence end,
                              const std::vector<lockgraph::DependencyId>& among);
// Leaves that of it, and the hangs and incidents of that time.
void restrictTo(Recording& recording, lockgraph::Sequence begin, lockgraph::Sequence end);

// Writes the recordings of all inputs (recordings or merged files) into one file: a set, ordered by
// content, so merging is associative, commutative and idempotent. Throws RecordingError.
void merge(const std::vector<std::filesystem::path>& inputs, const std::filesystem::path& output);

// Writes a recording of this hang alone, in the name of the process of its first waiter: together
// with that one's own recording it says what that one would say. Throws RecordingError.
void writeHang(const Hang& hang, const std::filesystem::path& file);

}  // namespace gordian::recording
