// Puts a finding together: gives its locks and threads their names, its places their frames.
//
//   FindingBuilder builder(recording, index, names, "GD105");
//   builder.moment(joiner, lock, "joins T2, holding", builder.at(stack, when), 2);
//   builder.moment(joined, lock, "asks for", builder.asked(dependency), 3);
//   list.push_back(builder.finish(Confidence::Likely, message, story, reason));
//
// The first moment is the place of the headline. Texts may use nameOf(); they need no escaping.
#pragma once

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

class FindingBuilder {
 public:
  // `index` tells recordings apart in Edge::counted; `id` is one of rules().
  FindingBuilder(const recording::Recording& recording, std::size_t index, Names& names,
                 std::string_view id);

  // Indices into the finding; added when new.
  std::size_t lock(lockgraph::LockId lock);
  std::size_t thread(lockgraph::ThreadId thread);
  // As the finding calls them.
  const std::string& nameOf(lockgraph::LockId lock);
  const std::string& nameOf(lockgraph::ThreadId thread);

  Evidence at(lockgraph::StackId stack, lockgraph::Sequence when);
  Evidence at(const recording::Stack& stack, lockgraph::Sequence when);
  // Where its lock is asked for; where a lock that is held then had been acquired.
  Evidence asked(const lockgraph::Dependency& dependency);
  Evidence held(const lockgraph::Dependency& dependency, lockgraph::LockId lock);

  void edge(const lockgraph::CycleEdge& edge);
  // `step`: its place in the order in which it goes wrong, from 1; 0: in no order.
  Moment& moment(lockgraph::ThreadId thread, std::optional<lockgraph::LockId> lock,
                 std::string what, Evidence at, unsigned step = 0);
  // What the verdict rests on.
  void grounds(lockgraph::Grounds facts);
  // The finding belongs to the tests that ran then.
  void seenAt(lockgraph::Sequence when);

  // Of a cycle: message and reason follow from its edges.
  Finding finishCycle(Confidence verdict, const std::vector<std::string>& gates = {});
  // Of moments. `message`: the headline; `story`: what happens, in whole sentences; `reason`: which
  // test decided. Ruled out: `reason` in a few words, as the others are (docs/report.schema.json).
  Finding finish(Confidence verdict, std::string message, std::string story, std::string reason);

  Finding& finding() { return finding_; }

 private:
  Finding complete(Confidence verdict);
  [[nodiscard]] std::vector<std::string> testsAt(lockgraph::Sequence when) const;

  const recording::Recording& recording_;
  std::size_t index_;
  Names& names_;
  Finding finding_;
  std::vector<lockgraph::LockId> lockIds_;      // parallel to the locks of the finding
  std::vector<lockgraph::ThreadId> threadIds_;  // … and to its threads
};

// `name`, or with a number behind it when one of the items has it already.
template <class Items>
std::string uniqueName(const Items& items, const std::string& name) {
  const auto isTaken = [&](const std::string& candidate) {
    for (const auto& item : items)
      if (item.name == candidate) return true;
    return false;
  };
  std::string candidate = name;
  for (int number = 2; isTaken(candidate); ++number)
    candidate = name + " (" + std::to_string(number) + ")";
  return candidate;
}

}  // namespace gordian::cli
