#include "declared_order.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "predictions.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Dependency;
using lockgraph::LockId;
using recording::Recording;
using Ranks = std::vector<std::optional<std::int64_t>>;

std::size_t at(LockId lock) {
  return static_cast<std::size_t>(lock);
}

// Calls `see` with each lock that is held when the dependency's lock is asked for.
template <class See>
void forHeld(const lockgraph::Trace& trace, const Dependency& dependency, See&& see) {
  const Dependency* from = &dependency;
  while (true) {
    for (const auto& held : from->held) see(held.lock);
    if (!from->base) return;
    from = &trace.dependencies[static_cast<std::size_t>(*from->base)];
    see(from->lock);
  }
}

Ranks ranksOf(const Recording& recording, Names& names, DeclaredOrder& order) {
  Ranks ranks(recording.trace.locks.size());
  std::vector<bool> isUsed(ranks.size());
  for (const Dependency& dependency : recording.trace.dependencies) {
    isUsed[at(dependency.lock)] = true;
    for (const auto& held : dependency.held) isUsed[at(held.lock)] = true;
  }
  for (std::size_t lock = 0; lock < ranks.size(); ++lock) {
    if (recording.lockInfo[lock].rank) ranks[lock] = *recording.lockInfo[lock].rank;
    if (!isUsed[lock] || order.isEmpty()) continue;
    const auto declared = order.rankOf(names.lock(static_cast<LockId>(lock)));
    if (!ranks[lock]) ranks[lock] = declared;
  }
  return ranks;
}

}  // namespace

DeclaredOrder::DeclaredOrder(std::vector<DeclaredRank> ranks)
    : ranks_(std::move(ranks)), isMatched_(ranks_.size()) {
  const auto key = [](const DeclaredRank& rank) {
    return std::tuple(rank.pattern.find('*') != std::string::npos, -std::ssize(rank.pattern),
                      std::string_view(rank.pattern));
  };
  std::sort(ranks_.begin(), ranks_.end(),
            [&](const auto& left, const auto& right) { return key(left) < key(right); });
}

std::optional<std::int64_t> DeclaredOrder::rankOf(const LockLabel& label) {
  std::optional<std::int64_t> result;
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    const std::string& pattern = ranks_[i].pattern;
    if (!matchesPattern(pattern, label.name) && !matchesPattern(pattern, label.className)) continue;
    isMatched_[i] = true;
    if (!result) result = ranks_[i].rank;
  }
  return result;
}

std::vector<std::string> DeclaredOrder::unmatched() const {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < ranks_.size(); ++i)
    if (!isMatched_[i]) result.push_back(ranks_[i].pattern);
  return result;
}

bool matchesPattern(std::string_view pattern, std::string_view text) {
  // Where the last `*` was, and how far it reaches: enough to go back to.
  std::size_t star = std::string_view::npos;
  std::size_t reach = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      reach = i;
    } else if (at < pattern.size() && pattern[at] == text[i]) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++reach;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

bool hasDeclarations(const Recording& recording, const DeclaredOrder& order) {
  if (recording.trace.dependencies.empty()) return false;
  return !order.isEmpty() || !recording.neverTogether.empty() ||
         std::any_of(recording.lockInfo.begin(), recording.lockInfo.end(),
                     [](const auto& info) { return info.rank.has_value(); });
}

std::vector<Finding> orderFindings(const Recording& recording, std::size_t index, Names& names,
                                   DeclaredOrder& order) {
  std::vector<Finding> findings;
  const lockgraph::Trace& trace = recording.trace;
  const Ranks ranks = ranksOf(recording, names, order);
  for (const auto& found : lockgraph::findRankBreaks(trace, ranks))
    findings.push_back(
        describeRankBreak(found, FindingBuilder(recording, index, names, "GD304"), trace));
  std::set<std::tuple<LockId, LockId, lockgraph::StackId>> listed;
  std::set<std::pair<LockId, LockId>> pairs;
  for (const auto& [one, other] : recording.neverTogether) pairs.insert(std::minmax(one, other));
  if (pairs.empty()) return findings;
  for (std::size_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& dependency = trace.dependencies[i];
    forHeld(trace, dependency, [&](LockId held) {
      if (!pairs.contains(std::minmax(held, dependency.lock)) ||
          !listed.emplace(held, dependency.lock, dependency.stack).second)
        return;
      findings.push_back(
          describeTogether({held, dependency.lock, static_cast<lockgraph::DependencyId>(i)},
                           FindingBuilder(recording, index, names, "GD304"), trace));
    });
  }
  return findings;
}

}  // namespace gordian::cli
