// Any bytes as a recording: read, followed, cut to a test and analysed. RecordingError is the only
// way out, and what is read refers only to what is there. docs: CONTRIBUTING.md, "Fuzzing".
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <gordian/lockgraph/analysis.hpp>
#include <gordian/recording/reader.hpp>
#include <string>

namespace {

using namespace gordian;

void require(bool condition) {
  if (!condition) std::abort();
}

template <typename Id, typename T>
void requireIndex(Id id, const std::vector<T>& values) {
  require(static_cast<std::size_t>(id) < values.size());
}

void requireHolds(const std::vector<lockgraph::Hold>& holds, const lockgraph::Trace& trace) {
  for (const auto& hold : holds) requireIndex(hold.lock, trace.locks);
}

void requireDependencies(const recording::Recording& recording) {
  const lockgraph::Trace& trace = recording.trace;
  for (std::size_t i = 0; i < trace.dependencies.size(); ++i) {
    const auto& dependency = trace.dependencies[i];
    requireIndex(dependency.thread, trace.threads);
    requireIndex(dependency.lock, trace.locks);
    requireIndex(dependency.stack, recording.stacks);
    require(!dependency.occurrences.empty());
    if (dependency.base) require(static_cast<std::size_t>(*dependency.base) < i);
    for (const auto& held : dependency.held) {
      requireIndex(held.lock, trace.locks);
      requireIndex(held.stack, recording.stacks);
      for (const auto& frame : recording.heldStack(dependency, held).frames) {
        const auto* module = recording.moduleAt(frame.pc, dependency.occurrences.front().sequence);
        if (module != nullptr) require(module->start <= frame.pc && frame.pc <= module->end);
      }
    }
  }
}

// What every user of a Recording relies on.
void requireWhole(const recording::Recording& recording) {
  const lockgraph::Trace& trace = recording.trace;
  require(!recording.stacks.empty() && recording.stacks.front().frames.empty());
  require(recording.lockInfo.size() == trace.locks.size());
  require(recording.threadInfo.size() == trace.threads.size());
  for (const auto& info : recording.lockInfo) {
    requireIndex(info.created, recording.stacks);
    requireIndex(info.first, recording.stacks);
  }
  for (const auto& info : recording.threadInfo) requireIndex(info.created, recording.stacks);
  for (const auto& lock : trace.locks) {
    if (lock.creator) requireIndex(*lock.creator, trace.threads);
  }
  for (const auto& thread : trace.threads) {
    if (thread.parent) requireIndex(*thread.parent, trace.threads);
    requireHolds(thread.parentHolds, trace);
  }
  for (const auto& join : trace.joins) {
    requireIndex(join.joiner, trace.threads);
    requireIndex(join.joined, trace.threads);
    requireHolds(join.holds, trace);
  }
  requireDependencies(recording);
}

void requireCycles(const lockgraph::Trace& trace) {
  lockgraph::Limits limits;
  limits.maxSteps = 20'000;
  for (const auto& cycle : lockgraph::analyse(trace, limits).cycles) {
    for (const auto& edge : cycle.edges) {
      requireIndex(edge.held, trace.locks);
      requireIndex(edge.acquired, trace.locks);
      requireIndex(edge.dependency, trace.dependencies);
    }
  }
}

// The reader wants a file: one in memory, always the same.
const std::string& fileWith(const std::uint8_t* data, std::size_t size) {
  static const int descriptor = memfd_create("recording", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  require(ftruncate(descriptor, 0) == 0);
  require(pwrite(descriptor, data, size, 0) == static_cast<ssize_t>(size));
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    for (recording::Recording& recording : recording::read(fileWith(data, size))) {
      requireWhole(recording);
      requireCycles(recording.trace);
      recording::restrictTo(recording, size / 4, size / 2);
      requireWhole(recording);
      requireCycles(recording.trace);
    }
  } catch (const recording::RecordingError& error) {
    require(std::string(error.what()).find('\n') == std::string::npos);
  }
  return 0;
}
