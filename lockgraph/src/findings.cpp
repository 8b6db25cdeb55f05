#include "findings.hpp"

#include <algorithm>
#include <utility>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

LockCycle locksOf(const Cycle& cycle) {
  LockCycle locks;
  for (const CycleEdge& edge : cycle.edges) locks.push_back(edge.held);
  return locks;
}

// All that is known of `a` lies before `b` was seen first. What was counted but not recorded could
// be later.
bool isAllBefore(const Dependency& a, const Dependency& b) {
  return a.count <= a.occurrences.size() && a.stretches.empty() &&
         a.occurrences.back().sequence < b.occurrences.front().sequence;
}

bool wereSeenApart(const Trace& trace, const Cycle& cycle) {
  for (std::size_t i = 0; i < cycle.edges.size(); ++i) {
    const Dependency& one = at(trace, cycle.edges[i].dependency);
    for (std::size_t j = 0; j < cycle.edges.size(); ++j) {
      if (i != j && isAllBefore(one, at(trace, cycle.edges[j].dependency))) return true;
    }
  }
  return false;
}

}  // namespace

Cycle makeCycle(std::span<const Role> roles, std::span<const Player> players) {
  Cycle cycle;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const std::size_t before = (i + roles.size() - 1) % roles.size();
    cycle.edges.push_back(
        {roles[before].shape->lock, roles[i].shape->lock, players[i].sighting->dependency});
  }
  const auto smallest =
      std::min_element(cycle.edges.begin(), cycle.edges.end(),
                       [](const CycleEdge& a, const CycleEdge& b) { return a.held < b.held; });
  std::rotate(cycle.edges.begin(), smallest, cycle.edges.end());
  return cycle;
}

Confidence Findings::known(const LockCycle& locks) const {
  const auto place = known_.find(locks);
  return place == known_.end() ? Confidence::RuledOut : place->second;
}

bool Findings::isLikely(std::vector<std::uint32_t> classes) const {
  classes.push_back(0);  // not refuted
  const auto place = placeOf_.find(classes);
  return place != placeOf_.end() && listed_[place->second].confidence == Confidence::Likely;
}

Findings::ClassKey Findings::keyOf(const Cycle& cycle) const {
  const bool isRefuted = cycle.confidence == Confidence::RuledOut;
  ClassKey key;
  for (const CycleEdge& edge : cycle.edges) {
    key.push_back(trace_.locks[index(edge.held)].lockClass);
  }
  std::sort(key.begin(), key.end());
  key.erase(std::unique(key.begin(), key.end()), key.end());
  key.push_back(isRefuted ? static_cast<std::uint32_t>(cycle.reason) + 1 : 0);
  return key;
}

void Findings::add(Cycle cycle) {
  const auto [known, isNew] = known_.emplace(locksOf(cycle), cycle.confidence);
  if (!isNew && known->second >= cycle.confidence) return;
  known->second = cycle.confidence;
  ClassKey key = keyOf(cycle);
  if (const auto place = placeOf_.find(key); place != placeOf_.end()) {
    Cycle& listed = listed_[place->second];
    cycle.alike = listed.alike + (isNew ? 1 : 0);
    if (cycle.confidence > listed.confidence) {
      listed = std::move(cycle);
    } else {
      listed.alike = cycle.alike;
    }
    return;
  }
  if (listed_.size() >= maxCycles_) {
    hasDropped_ = true;
    return;
  }
  placeOf_.emplace(std::move(key), listed_.size());
  listed_.push_back(std::move(cycle));
}

std::vector<Cycle> Findings::take() {
  for (Cycle& cycle : listed_) cycle.wasSeenApart = wereSeenApart(trace_, cycle);
  std::sort(listed_.begin(), listed_.end(), [](const Cycle& a, const Cycle& b) {
    if (a.confidence != b.confidence) return a.confidence > b.confidence;
    if (a.edges.size() != b.edges.size()) return a.edges.size() < b.edges.size();
    if (a.wasSeenApart != b.wasSeenApart) return b.wasSeenApart;
    const LockCycle left = locksOf(a);
    const LockCycle right = locksOf(b);
    if (left != right) return left < right;
    return a.reason < b.reason;
  });
  return std::move(listed_);
}

}  // namespace gordian::lockgraph
