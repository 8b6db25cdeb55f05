#include "describe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "predictions.hpp"

namespace gordian::cli {

Finding Describer::cycle(const lockgraph::Cycle& cycle) {
  FindingBuilder builder(recording_, index_, names_, "GD101");
  builder.finding().decidedBy = cycle.reason;
  builder.finding().alike = cycle.alike;
  // The edge that was seen last closed the cycle: it is told last.
  const auto firstSeen = [&](const lockgraph::CycleEdge& edge) {
    const auto& seen =
        recording_.trace.dependencies[static_cast<std::size_t>(edge.dependency)].occurrences;
    return seen.empty() ? 0 : seen.front().sequence;
  };
  const auto last =
      std::max_element(cycle.edges.begin(), cycle.edges.end(),
                       [&](const auto& a, const auto& b) { return firstSeen(a) < firstSeen(b); });
  auto edges = cycle.edges;
  std::rotate(edges.begin(), edges.begin() + (last - cycle.edges.begin()) + 1, edges.end());
  for (const auto& edge : edges) builder.edge(edge);
  std::vector<std::string> gates;
  for (const auto gate : cycle.gates) gates.push_back(names_.lock(gate).name);
  builder.grounds(grounds_.of(cycle));
  return builder.finishCycle(cycle.confidence, gates);
}

Finding Describer::readAgain(FindingBuilder& builder, lockgraph::ThreadId writer) {
  Finding& open = builder.finding();
  const std::string writes = names_.thread(writer).name;
  const std::string lock = open.locks[0].name;
  open.story = fmt::format(
      "Thread '{}' reads {} and asks to read it once more. This kind of lock lets readers wait "
      "behind a writer that waits: if '{}' asks to write in between, each waits for the other for "
      "ever.",
      open.threads[0].name, lock, writes);
  Finding finding = builder.finishCycle(Confidence::Likely);
  finding.message = fmt::format("'{}' is read again by its reader while a writer may wait", lock);
  finding.reason = fmt::format(
      "readers wait behind a waiting writer, '{}' writes, no order and no common lock keeps the "
      "two apart",
      writes);
  return finding;
}

Finding Describer::doubleLock(const lockgraph::DoubleLock& found) {
  FindingBuilder builder(recording_, index_, names_, found.isUpgrade ? "GD103" : "GD102");
  builder.grounds(grounds_.of(found));
  if (found.isUpgrade) return describeUpgrade(found, std::move(builder), recording_.trace);
  builder.edge({found.lock, found.lock, found.dependency});
  if (found.writer) return readAgain(builder, *found.writer);
  if (!found.isRefused) return builder.finishCycle(Confidence::Proven);
  Finding& open = builder.finding();
  open.story = fmt::format(
      "Thread '{}' asks for {}, which it holds exclusively already. The C library refuses with "
      "EDEADLK at once, and std::shared_mutex throws: who does not look at the result goes on "
      "without this lock.",
      open.threads[0].name, open.locks[0].name);
  Finding finding = builder.finishCycle(Confidence::Possible);
  finding.reason = "its writer asked for it again; whether the refusal is handled is not known";
  return finding;
}

Finding Describer::heldWait(const lockgraph::HeldWait& found) {
  const lockgraph::Wait& wait = recording_.trace.waits[found.wait];
  FindingBuilder builder(recording_, index_, names_, ruleOf(wait));
  builder.grounds(grounds_.of(found));
  return describeHeldWait(found, std::move(builder), recording_.trace);
}

}  // namespace gordian::cli
