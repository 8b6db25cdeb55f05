// GD104 and GD105: a wait with a lock held that whoever could end it needs.
#include <fmt/format.h>

#include "predictions.hpp"
#include "reasons.hpp"

namespace gordian::cli {
namespace {

using lockgraph::FutexUse;
using lockgraph::HeldWait;
using lockgraph::Meeting;
using lockgraph::Reason;
using lockgraph::Trace;
using lockgraph::Wait;

const lockgraph::Dependency& at(const Trace& trace, lockgraph::DependencyId id) {
  return trace.dependencies[static_cast<std::size_t>(id)];
}

// What is waited for, and what whoever ends the wait does.
struct Words {
  const char* object;
  const char* signals;
};

Words wordsFor(const Wait& wait) {
  switch (wait.kind) {
    case Meeting::Thread:
      return {"a thread", "ends"};
    case Meeting::Condition:
      return {"a condition", "signals the condition"};
    case Meeting::Semaphore:
      return {"a semaphore", "posts the semaphore"};
    case Meeting::Barrier:
      return {"a barrier", "comes to the barrier"};
    case Meeting::Futex:
      break;
  }
  switch (wait.use) {
    case FutexUse::Future:
      return {"a future", "sets the future's value"};
    case FutexUse::Latch:
      return {"a latch", "counts the latch down"};
    case FutexUse::Barrier:
      return {"a barrier", "comes to the barrier"};
    case FutexUse::Semaphore:
      return {"a semaphore", "releases the semaphore"};
    case FutexUse::Atomic:
      return {"an atomic", "notifies the atomic"};
    case FutexUse::Unknown:
      break;
  }
  return {"a futex", "wakes the futex"};
}

// The acquisition that comes before a signal, where the lock is not held at it.
std::optional<lockgraph::StackId> askedBefore(const HeldWait& found, const Trace& trace) {
  if (found.need) return trace.signals[*found.signal].needs[*found.need].stack;
  if (found.use) return trace.uses[*found.use].stack;
  if (found.dependency) return at(trace, *found.dependency).stack;
  return std::nullopt;
}

void addNeed(const HeldWait& found, FindingBuilder& builder, const Trace& trace, const Wait& wait,
             lockgraph::LockId lock) {
  const auto asked = askedBefore(found, trace);
  if (asked) builder.moment(found.needing, lock, "asks for", builder.at(*asked, wait.sequence), 3);
  if (!found.signal) return;
  const lockgraph::Signal& signal = trace.signals[*found.signal];
  const Words words = wordsFor(wait);
  const auto place = builder.at(signal.stack, wait.sequence);
  if (asked)
    builder.moment(found.needing, std::nullopt, fmt::format("then {}", words.signals), place, 4);
  else
    builder.moment(found.needing, lock, fmt::format("{}, holding", words.signals), place, 3);
}

bool isAwaited(const HeldWait& found, const Trace& trace) {
  return found.need && trace.signals[*found.signal].needs[*found.need].isAwaited;
}

std::string reasonOf(const HeldWait& found, const Wait& wait, const Trace& trace,
                     FindingBuilder& builder) {
  switch (found.reason) {
    case Reason::None:
      if (wait.kind == Meeting::Thread)
        return "the thread asks for the lock without limit, and nothing puts that before";
      if (wait.kind == Meeting::Barrier)
        return "a thread that must come always needed the lock before it came";
      return isAwaited(found, trace)
                 ? "everybody who ends the wait asks for the lock first, also when it is awaited"
                 : "everybody who was seen to end the wait needed the lock for it";
    case Reason::GateLock: {
      std::vector<std::string> gates;
      for (const auto gate : found.gates) gates.push_back(builder.nameOf(gate));
      if (found.confidence == Confidence::Possible)
        return fmt::format("whether {} always keeps the two apart is not known",
                           fmt::join(gates, ", "));
      return refutation(found.reason, gates);
    }
    case Reason::ReadersOnly:
      if (found.confidence == Confidence::Possible)
        return "whether a writer waits then, behind which a reader waits, is not known";
      return refutation(found.reason, {});
    case Reason::Timed:
      return "one of the two waits for a limited time only";
    case Reason::Handshake:
      return wait.held[found.held].afterWait
                 ? "the lock comes from a condition wait: the thread may be done with it by then"
                 : "the thread signals a condition once it is done with the lock: who waits for "
                   "its "
                   "end may know that";
    case Reason::Counting:
      return "whether the semaphore can run out is not known";
    case Reason::SoftOrder:
      if (found.signal)
        return "each signal of that thread came before the wait, by a semaphore or a condition; "
               "whether that is so in every run is not known";
      return "by a semaphore or a condition the thread was done with it by then; whether that is "
             "so "
             "in every run is not known";
    case Reason::Passed:
      return "whether anybody waits for a thread that has not had the lock yet is not known";
    default:
      return refutation(found.reason, {});
  }
}

Finding describeJoin(const HeldWait& found, FindingBuilder& builder, const Wait& wait,
                     const std::string& reason) {
  const auto lock = wait.held[found.held].lock;
  const std::string name = builder.nameOf(lock);
  const std::string waiter = builder.nameOf(wait.thread);
  const std::string needing = builder.nameOf(found.needing);
  std::string story = fmt::format("Thread '{}' holds {} while it waits for the end of '{}'", waiter,
                                  name, builder.nameOf(found.chain.front()));
  story += found.chain.size() > 1 ? fmt::format(", which waits for the end of '{}'.", needing)
                                  : std::string(".");
  story +=
      fmt::format(" When '{}' still has to take {} by then, neither continues.", needing, name);
  return builder.finish(found.confidence,
                        fmt::format("'{}' is held while joining a thread that needs it", name),
                        std::move(story), reason);
}

Finding describeMeeting(const HeldWait& found, FindingBuilder& builder, const Trace& trace,
                        const Wait& wait, const std::string& reason) {
  const std::string name = builder.nameOf(wait.held[found.held].lock);
  const std::string waiter = builder.nameOf(wait.thread);
  const std::string needing = builder.nameOf(found.needing);
  const Words words = wordsFor(wait);
  std::string story =
      fmt::format("Thread '{}' holds {} while it waits for {}. ", waiter, name, words.object);
  if (askedBefore(found, trace))
    story += fmt::format(
        "Thread '{}' takes {} on its way there, before it {}; this time it came first. When it "
        "comes second, neither continues.",
        needing, name, words.signals);
  else
    story += fmt::format("Thread '{}' needs {} before it can end the wait: neither continues.",
                         needing, name);
  return builder.finish(
      found.confidence,
      fmt::format("'{}' is held while waiting for {} whose waker needs it", name, words.object),
      std::move(story), reason);
}

}  // namespace

const char* ruleOf(const Wait& wait) {
  return wait.kind == Meeting::Thread ? "GD105" : "GD104";
}

Finding describeHeldWait(const HeldWait& found, FindingBuilder builder, const Trace& trace) {
  const Wait& wait = trace.waits[found.wait];
  const lockgraph::HeldLock& held = wait.held[found.held];
  const bool isJoin = wait.kind == Meeting::Thread;
  builder.finding().decidedBy = found.reason;
  const std::string waits =
      isJoin ? fmt::format("joins '{}', holding", builder.nameOf(found.chain.front()))
             : fmt::format("waits for {}, holding", wordsFor(wait).object);
  const std::string reason = reasonOf(found, wait, trace, builder);
  builder.moment(wait.thread, held.lock, waits, builder.at(wait.stack, wait.sequence), 2);
  builder.moment(wait.thread, held.lock, held.mode == lockgraph::Mode::Shared ? "reads" : "locks",
                 builder.at(held.stack, wait.sequence), 1);
  addNeed(found, builder, trace, wait, held.lock);
  builder.seenAt(wait.sequence);
  return isJoin ? describeJoin(found, builder, wait, reason)
                : describeMeeting(found, builder, trace, wait, reason);
}

}  // namespace gordian::cli
