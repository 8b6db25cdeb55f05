// Runs a probe and makes of what it prints the recording that the runtime would have written.
#pragma once

#include <gordian/recording/reader.hpp>

#include <map>
#include <string>

namespace gordian::test {

struct ProbeRun {
  recording::Recording recording;
  std::map<std::string, lockgraph::StackId> stacks;
  std::map<std::string, lockgraph::LockId> locks;

  [[nodiscard]] const recording::Stack& stack(const std::string& name) const;
  // Adds a lock that the program initialised at no known place.
  lockgraph::LockId addLock(std::uint64_t address, recording::Storage storage,
                            lockgraph::StackId first, lockgraph::LockKind kind = {});
};

ProbeRun runProbe(const std::string& program);

// The line of the probe's source that carries "mark:<name>".
std::uint32_t markedLine(const std::string& name);

}  // namespace gordian::test
