#include "predictions.hpp"

#include <fmt/format.h>

#include "reasons.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Dependency;
using lockgraph::Meeting;
using lockgraph::Reason;
using lockgraph::Trace;
using lockgraph::Wait;

const Dependency& at(const Trace& trace, lockgraph::DependencyId id) {
  return trace.dependencies[static_cast<std::size_t>(id)];
}

const char* objectOf(Meeting kind) {
  switch (kind) {
    case Meeting::Thread:
      return "thread";
    case Meeting::Condition:
      return "condition";
    case Meeting::Semaphore:
      return "semaphore";
    case Meeting::Barrier:
      return "barrier";
  }
  return "";
}

// Where the other thread needs the lock, and what it does there.
void addNeed(const lockgraph::HeldWait& found, FindingBuilder& builder, const Trace& trace,
             lockgraph::LockId lock, lockgraph::Sequence when) {
  if (found.dependency) {
    builder.moment(found.needing, lock, "asks for", builder.asked(at(trace, *found.dependency)), 3);
  } else if (found.use) {
    builder.moment(found.needing, lock, "asks for", builder.at(trace.uses[*found.use].stack, when),
                   3);
  } else if (found.signal) {
    const lockgraph::Signal& signal = trace.signals[*found.signal];
    const char* const what = signal.kind == Meeting::Barrier     ? "comes to the barrier, holding"
                             : signal.kind == Meeting::Semaphore ? "posts the semaphore, holding"
                                                                 : "signals the condition, holding";
    builder.moment(found.needing, lock, what, builder.at(signal.stack, when), 3);
  }
}

std::string reasonOf(const lockgraph::HeldWait& found, const Wait& wait, FindingBuilder& builder) {
  switch (found.reason) {
    case Reason::None:
      return wait.kind == Meeting::Thread
                 ? "the thread asks for the lock without limit, and nothing puts that before"
                 : "everybody who was seen to end the wait needed the lock for it";
    case Reason::GateLock: {
      std::vector<std::string> gates;
      for (const auto gate : found.gates) gates.push_back(builder.nameOf(gate));
      return refutation(found.reason, gates);
    }
    case Reason::Timed:
      return "one of the two waits for a limited time only";
    case Reason::Handshake:
      return "the lock comes from a condition wait: the thread may be done with it by then";
    case Reason::Counting:
      return "whether the semaphore can run out is not known";
    default:
      return refutation(found.reason, {});
  }
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

const char* ruleOf(const Wait& wait) {
  return wait.kind == Meeting::Thread ? "GD105" : "GD104";
}

Finding describeHeldWait(const lockgraph::HeldWait& found, FindingBuilder builder,
                         const Trace& trace) {
  const Wait& wait = trace.waits[found.wait];
  const lockgraph::HeldLock& held = wait.held[found.held];
  const bool isJoin = wait.kind == Meeting::Thread;
  builder.finding().decidedBy = found.reason;
  const std::string waits =
      isJoin ? fmt::format("joins '{}', holding", builder.nameOf(found.chain.front()))
             : fmt::format("waits for a {}, holding", objectOf(wait.kind));
  const std::string reason = reasonOf(found, wait, builder);
  builder.moment(wait.thread, held.lock, waits, builder.at(wait.stack, wait.sequence), 2);
  builder.moment(wait.thread, held.lock, held.mode == lockgraph::Mode::Shared ? "reads" : "locks",
                 builder.at(held.stack, wait.sequence), 1);
  addNeed(found, builder, trace, held.lock, wait.sequence);
  builder.seenAt(wait.sequence);
  const std::string name = builder.nameOf(held.lock);
  const std::string waiter = builder.nameOf(wait.thread);
  const std::string needing = builder.nameOf(found.needing);
  std::string story;
  if (isJoin) {
    const std::string joined = builder.nameOf(found.chain.front());
    story = fmt::format("Thread '{}' holds {} while it waits for the end of '{}'", waiter, name,
                        joined);
    story += found.chain.size() > 1 ? fmt::format(", which waits for the end of '{}'.", needing)
                                    : std::string(".");
    story +=
        fmt::format(" When '{}' still has to take {} by then, neither continues.", needing, name);
  } else {
    story = fmt::format(
        "Thread '{}' holds {} while it waits for a {}. Thread '{}' needs {} before it can end the "
        "wait: neither continues.",
        waiter, name, objectOf(wait.kind), needing, name);
  }
  const std::string message =
      isJoin ? fmt::format("'{}' is held while joining a thread that needs it", name)
             : fmt::format("'{}' is held while waiting for a {} whose waker needs it", name,
                           objectOf(wait.kind));
  return builder.finish(found.confidence, message, std::move(story), reason);
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
