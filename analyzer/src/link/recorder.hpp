// Collects the points of a function, with the sets of locks and threads at each interned.
#pragma once

#include <map>
#include <set>

#include "points.hpp"
#include "state.hpp"

namespace gordian::analyzer {

class Recorder {
 public:
  Recorder(FunctionFacts& facts, const Paths& paths) : facts_(facts), paths_(paths) {
    facts_.points.clear();
    facts_.heldSets.assign(1, {});
    facts_.threadSets.assign(1, {});
    facts_.conditions.assign(1, {});
    facts_.targets.clear();
    facts_.ends.clear();
  }

  // Equal points of one op, reached in different states, are one.
  void record(Point point, const State& state, std::vector<Target> targets = {});
  void recordEnd(EndState end, const State& state);
  // Puts the points into the order of ops.
  void finish();

 private:
  std::uint32_t heldSet(const State& state);
  std::uint32_t threadSet(const State& state);
  std::uint32_t conditionSet(const State& state);

  FunctionFacts& facts_;
  const Paths& paths_;
  std::map<HeldSet, std::uint32_t> heldSets_;
  std::map<ThreadSet, std::uint32_t> threadSets_;
  std::map<std::vector<Atom>, std::uint32_t> conditions_;
  std::map<std::vector<Target>, std::uint32_t> targets_;
  std::set<EndState> seenEnds_;
};

}  // namespace gordian::analyzer
