// What was taken while what was held, and how often, as the recording of this process has it.
#pragma once

#include "own_recording.hpp"

#include <pthread.h>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

namespace nestings {

using Nesting = std::pair<std::set<std::uint64_t>, std::uint64_t>;  // addresses held, the lock's

inline std::uint64_t addressOf(const pthread_mutex_t& lock) {
  return reinterpret_cast<std::uint64_t>(&lock);
}

// Those of these locks.
inline std::map<Nesting, std::uint64_t> recordedOf(const std::set<std::uint64_t>& locks) {
  const auto recording = ownRecording();
  std::map<Nesting, std::uint64_t> all;
  const auto address = [&](gordian::lockgraph::LockId lock) {
    return recording.lockInfo[static_cast<std::size_t>(lock)].address;
  };
  for (const auto& dependency : recording.trace.dependencies) {
    if (locks.count(address(dependency.lock)) == 0) continue;
    std::set<std::uint64_t> held;
    for (const auto& each : dependency.held) held.insert(address(each.lock));
    all[{held, address(dependency.lock)}] += dependency.count;
  }
  return all;
}

}  // namespace nestings
