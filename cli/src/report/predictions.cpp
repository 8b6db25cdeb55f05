#include "predictions.hpp"

#include <fmt/format.h>

namespace gordian::cli {
namespace {

using lockgraph::Dependency;
using lockgraph::Trace;

const Dependency& at(const Trace& trace, lockgraph::DependencyId id) {
  return trace.dependencies[static_cast<std::size_t>(id)];
}

}  // namespace

Finding describeUpgrade(const lockgraph::DoubleLock& found, FindingBuilder builder,
                        const Trace& trace) {
  const Dependency& dependency = at(trace, found.dependency);
  const auto asked = builder.asked(dependency);
  const auto held = builder.held(dependency, found.lock);
  builder.moment(dependency.thread, found.lock, "asks exclusively for", asked, 2);
  builder.moment(dependency.thread, found.lock, "holds, shared,", held, 1);
  if (!dependency.occurrences.empty()) builder.seenAt(dependency.occurrences.front().sequence);
  const std::string name = builder.nameOf(found.lock);
  const std::string thread = builder.nameOf(dependency.thread);
  return builder.finish(
      Confidence::Proven,
      fmt::format("'{}' is asked for exclusively by a thread that holds it shared", name),
      fmt::format("Thread '{}' holds {} shared and asks for it exclusively. It waits until all "
                  "readers are gone, itself among them, for ever.",
                  thread, name),
      "the holder itself asked for it, and nothing limits the wait");
}

namespace {

// Both places, the later one first.
void addBoth(const lockgraph::CycleEdge& edge, FindingBuilder& builder, const Dependency& by) {
  const auto asked = builder.asked(by);
  const auto held = builder.held(by, edge.held);
  builder.moment(by.thread, edge.acquired, "locks", asked, 2);
  builder.moment(by.thread, edge.held, "locks", held, 1);
  if (!by.occurrences.empty()) builder.seenAt(by.occurrences.front().sequence);
}

}  // namespace

Finding describeRankBreak(const lockgraph::RankBreak& found, FindingBuilder builder,
                          const Trace& trace) {
  const Dependency& dependency = at(trace, found.edge.dependency);
  addBoth(found.edge, builder, dependency);
  const std::string inner = builder.nameOf(found.edge.acquired);
  const std::string outer = builder.nameOf(found.edge.held);
  const std::string thread = builder.nameOf(dependency.thread);
  return builder.finish(
      Confidence::Proven,
      fmt::format("'{}' (rank {}) is taken while '{}' (rank {}) is held", inner, found.rank, outer,
                  found.heldRank),
      fmt::format("Thread '{}' takes {} while it holds {}. The declared order allows only locks "
                  "of a higher rank than {}.",
                  thread, inner, outer, found.heldRank),
      "it happened, and the order is declared");
}

Finding describeTogether(const lockgraph::CycleEdge& found, FindingBuilder builder,
                         const Trace& trace) {
  const Dependency& dependency = at(trace, found.dependency);
  addBoth(found, builder, dependency);
  const std::string inner = builder.nameOf(found.acquired);
  const std::string outer = builder.nameOf(found.held);
  const std::string thread = builder.nameOf(dependency.thread);
  return builder.finish(
      Confidence::Proven,
      fmt::format("'{}' is taken while '{}' is held: declared as never together", inner, outer),
      fmt::format("Thread '{}' takes {} while it holds {}. The program declares that no thread "
                  "ever holds both.",
                  thread, inner, outer),
      "it happened, and the program declares the opposite");
}

}  // namespace gordian::cli
