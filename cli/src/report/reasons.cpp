#include "reasons.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli {
namespace {

using lockgraph::Mode;
using lockgraph::Reason;

std::string modes(const Finding& finding) {
  const auto isExclusive = [](const Edge& edge) {
    return edge.mode == Mode::Exclusive && edge.heldMode == Mode::Exclusive;
  };
  const bool all = std::all_of(finding.edges.begin(), finding.edges.end(), isExclusive);
  if (!all) return "the modes block each other";
  return finding.edges.size() == 2 ? "both exclusive" : "all exclusive";
}

std::string openTest(const Finding& finding, const std::vector<std::string>& gates) {
  switch (finding.decidedBy) {
    case Reason::OneThread:
      return fmt::format("only {} of {} threads that it takes were seen", finding.threads.size(),
                         finding.edges.size());
    case Reason::Ordered:
      return "whether create, join, a barrier or a once flag keeps the acquisitions apart is not "
             "known";
    case Reason::GateLock:
      return fmt::format("whether {} guards them all is not known", fmt::join(gates, ", "));
    case Reason::ReadersOnly:
      return "whether the modes block each other is not known";
    case Reason::NotYetShared:
      return "whether a held lock was shared by then is not known";
    case Reason::TryOnly:
      return "an acquisition only tries, and does not wait";
    case Reason::Timed:
      return "an acquisition waits for a limited time only";
    case Reason::Handshake:
      return "whether the other thread still needs the lock by then is not known";
    case Reason::Counting:
      return "whether the semaphore can run out is not known";
    case Reason::Passed:
      return "whether anybody waits for a thread that has not had the lock yet is not known";
    case Reason::Unwoken:
      return "an acquisition comes after a condition wait, and nobody was seen to end that";
    case Reason::SoftOrder:
      return "one came after the other by a semaphore or a condition; whether that is so in every "
             "run is not known";
    case Reason::None:
      return "one test could not be decided";
  }
  return {};
}

}  // namespace

std::string refutation(Reason reason, const std::vector<std::string>& gates) {
  switch (reason) {
    case Reason::GateLock:
      return fmt::format("gate lock {}", fmt::join(gates, ", "));
    case Reason::OneThread:
      return "one thread";
    case Reason::Ordered:
      return "ordered by join";
    case Reason::ReadersOnly:
      return "readers only";
    case Reason::TryOnly:
      return "trylock";
    case Reason::NotYetShared:
      return "not yet shared";
    case Reason::Timed:
      return "timed";
    case Reason::Handshake:
      return "handshake";
    case Reason::Counting:
      return "counting";
    case Reason::Passed:
      return "passed";
    case Reason::SoftOrder:
      return "soft order";
    case Reason::Unwoken:
      return "never woken";
    case Reason::None:
      return "not a deadlock";
  }
  return {};
}

std::string deedOf(const Finding& finding, const Moment& moment) {
  std::string text = moment.what;
  if (moment.lock) text += " " + finding.locks[*moment.lock].name;
  if (!moment.how.empty()) text += " " + moment.how;
  return text;
}

const char* severityOf(Confidence confidence) {
  if (confidence == Confidence::Proven) return "error";
  return confidence == Confidence::Likely ? "warning" : "note";
}

const char* wordOf(Confidence confidence) {
  switch (confidence) {
    case Confidence::Proven:
      return "proven";
    case Confidence::Likely:
      return "likely";
    case Confidence::Possible:
      return "possible";
    case Confidence::RuledOut:
      return "ruled out";
  }
  return "";
}

const char* wordOf(Origin origin) {
  if (origin == Origin::Static) return "static";
  return origin == Origin::HalfObserved ? "half-observed" : "observed";
}

const char* wordOf(Waiting::Role role) {
  if (role == Waiting::Role::InCycle) return "in cycle";
  if (role == Waiting::Role::Stalled) return "stalled";
  return role == Waiting::Role::Behind ? "behind" : "owner gone";
}

std::string reasonOf(const Finding& finding, const std::vector<std::string>& gates) {
  if (finding.id == "GD102") return "the holder itself asked for it, and nothing limits the wait";
  switch (finding.verdict) {
    case Confidence::RuledOut:
      return refutation(finding.decidedBy, gates);
    case Confidence::Possible:
      return openTest(finding, gates);
    case Confidence::Likely:
    case Confidence::Proven:
      break;
  }
  return fmt::format("different threads, not ordered by create or join, no common outer lock, {}",
                     modes(finding));
}

void raise(Finding& finding) {
  if (finding.confidence == Confidence::Possible) {
    finding.confidence = Confidence::Likely;
    finding.reason = "raised by --strict, although " + finding.reason;
  } else if (finding.confidence == Confidence::RuledOut) {
    finding.confidence = Confidence::Possible;
    finding.reason = "raised by --strict, otherwise ruled out: " + finding.reason;
  }
}

std::string messageOf(const Finding& finding) {
  if (finding.id == "GD102")
    return fmt::format("'{}' is taken again by the thread that holds it", finding.locks[0].name);
  if (finding.locks.size() == 2)
    return fmt::format("potential deadlock between '{}' and '{}'", finding.locks[0].name,
                       finding.locks[1].name);
  std::vector<std::string> names;
  for (const Lock& lock : finding.locks) names.push_back(fmt::format("'{}'", lock.name));
  constexpr std::size_t kNamed = 4;
  if (names.size() > kNamed + 1) {
    const std::size_t hidden = names.size() - kNamed;
    names.resize(kNamed);
    names.push_back(fmt::format("{} more", hidden));
  }
  return fmt::format("potential deadlock between {} locks: {}", finding.locks.size(),
                     fmt::join(names, ", "));
}

}  // namespace gordian::cli
