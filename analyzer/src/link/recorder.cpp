#include "recorder.hpp"

#include <algorithm>

namespace gordian::analyzer {

std::uint32_t Recorder::heldSet(const State& state) {
  if (state.held.empty() && state.released.empty() && state.marks.empty()) return 0;
  HeldSet set{state.held.items(), state.released.items()};
  for (const PathId mark : state.marks)
    set.held.push_back({mark, Mode::Shared, LockKind::OnceFlag, true, false, 1, 0});
  std::sort(set.released.begin(), set.released.end());
  const auto [place, isNew] =
      heldSets_.try_emplace(std::move(set), static_cast<std::uint32_t>(facts_.heldSets.size()));
  if (isNew) facts_.heldSets.push_back(place->first);
  return place->second;
}

std::uint32_t Recorder::threadSet(const State& state) {
  if (state.threads.empty() && state.joined.empty()) return 0;
  const auto [place, isNew] =
      threadSets_.try_emplace(ThreadSet{state.threads.items(), state.joined.items()},
                              static_cast<std::uint32_t>(facts_.threadSets.size()));
  if (isNew) facts_.threadSets.push_back(place->first);
  return place->second;
}

std::uint32_t Recorder::conditionSet(const State& state) {
  std::vector<Atom> conditions;
  for (const Atom& atom : state.atoms)
    if (paths_.isRoot(atom.path) && paths_.rootKind(atom.path) == Root::Formal)
      conditions.push_back(atom);
  if (conditions.empty()) return 0;
  const auto [place, isNew] = conditions_.try_emplace(
      std::move(conditions), static_cast<std::uint32_t>(facts_.conditions.size()));
  if (isNew) facts_.conditions.push_back(place->first);
  return place->second;
}

void Recorder::record(Point point, const State& state, std::vector<Target> targets) {
  point.held = heldSet(state);
  point.threads = threadSet(state);
  point.when = conditionSet(state);
  point.targetCount = static_cast<std::uint32_t>(targets.size());
  if (!targets.empty()) {
    const auto [place, isNew] =
        targets_.try_emplace(targets, static_cast<std::uint32_t>(facts_.targets.size()));
    point.firstTarget = place->second;
    if (isNew)
      facts_.targets.insert(facts_.targets.end(), std::make_move_iterator(targets.begin()),
                            std::make_move_iterator(targets.end()));
  }
  // All points of an op are recorded one after the other.
  for (auto known = facts_.points.rbegin(); known != facts_.points.rend(); ++known) {
    if (known->op != point.op) break;
    if (*known == point) return;
  }
  facts_.points.push_back(point);
}

void Recorder::recordEnd(EndState end, const State& state) {
  end.held = heldSet(state);
  if (seenEnds_.insert(end).second) facts_.ends.push_back(end);
}

void Recorder::finish() {
  std::stable_sort(facts_.points.begin(), facts_.points.end(),
                   [](const Point& a, const Point& b) { return a.op < b.op; });
}

}  // namespace gordian::analyzer
