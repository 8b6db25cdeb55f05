#include "symbols/lock_users.hpp"

namespace gordian::cli::symbols {

LockUsers::LockUsers(const lockgraph::Trace& trace) : entries_(trace.locks.size()) {
  for (std::size_t i = 0; i < trace.dependencies.size(); ++i) {
    note(trace.dependencies[i].lock, i, trace);
    for (const lockgraph::HeldLock& held : trace.dependencies[i].held) note(held.lock, i, trace);
  }
}

void LockUsers::note(lockgraph::LockId lock, std::size_t dependency,
                     const lockgraph::Trace& trace) {
  const auto index = static_cast<std::size_t>(lock);
  if (index >= entries_.size()) return;
  Entry& entry = entries_[index];
  if (entry.count < kKept) {
    entry.dependencies[entry.count++] = static_cast<std::uint32_t>(dependency);
  }
  const auto& occurrences = trace.dependencies[dependency].occurrences;
  if (!entry.first && !occurrences.empty()) entry.first = occurrences.front().sequence;
}

std::vector<std::size_t> LockUsers::dependenciesOf(std::size_t lock) const {
  if (lock >= entries_.size()) return {};
  const Entry& entry = entries_[lock];
  return {entry.dependencies.begin(), entry.dependencies.begin() + entry.count};
}

std::optional<lockgraph::Sequence> LockUsers::firstSeen(std::size_t lock) const {
  return lock < entries_.size() ? entries_[lock].first : std::nullopt;
}

}  // namespace gordian::cli::symbols
