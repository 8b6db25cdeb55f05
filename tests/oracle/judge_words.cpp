#include "judge_words.hpp"

#include "judge.hpp"

namespace gordian::oracle {
namespace {

using namespace gordian::lockgraph;

const char* wordOf(Reason reason) {
  switch (reason) {
    case Reason::None:
      return "";
    case Reason::GateLock:
      return ": gate";
    case Reason::OneThread:
      return ": one thread";
    case Reason::Ordered:
      return ": ordered";
    case Reason::ReadersOnly:
      return ": readers";
    case Reason::TryOnly:
      return ": try";
    case Reason::NotYetShared:
      return ": not yet shared";
    case Reason::Timed:
      return ": timed";
    case Reason::Handshake:
      return ": handshake";
    case Reason::Counting:
      return ": counting";
    case Reason::Passed:
      return ": passed";
    case Reason::SoftOrder:
      return ": soft order";
    case Reason::Unwoken:
      return ": unwoken";
  }
  return "";
}

std::string verdictOf(Confidence confidence, Reason reason) {
  switch (confidence) {
    case Confidence::RuledOut:
      return std::string("ruled out") + wordOf(reason);
    case Confidence::Possible:
      return std::string("possible") + wordOf(reason);
    case Confidence::Likely:
      return "likely";
    case Confidence::Proven:
      return "proven";
  }
  return {};
}

}  // namespace

std::string name(const std::vector<std::uint8_t>& locks) {
  std::string result;
  for (const std::uint8_t lock : locks) result += static_cast<char>('A' + lock);
  return result;
}

std::string waitName(const Recording& recording, const HeldWait& found) {
  const Wait& wait = recording.trace.waits[found.wait];
  return "T" + std::to_string(static_cast<std::size_t>(wait.thread)) + " at " +
         std::to_string(recording.waits[found.wait]) + " holds " +
         static_cast<char>('A' + static_cast<int>(wait.held[found.held].lock)) + ": T" +
         std::to_string(static_cast<std::size_t>(found.needing));
}

std::vector<std::string> wordsOf(const Recording& recording, const Analysis& analysis) {
  std::vector<std::string> result;
  for (const Cycle& cycle : analysis.cycles) {
    std::vector<std::uint8_t> locks;
    for (const CycleEdge& edge : cycle.edges) locks.push_back(static_cast<std::uint8_t>(edge.held));
    result.push_back(name(locks) + " " + verdictOf(cycle.confidence, cycle.reason));
  }
  for (const DoubleLock& found : analysis.doubleLocks) {
    const char* const how = found.isRefused ? " refused" : found.isUpgrade ? " upgrade" : " again";
    result.push_back(name({static_cast<std::uint8_t>(found.lock)}) + how);
  }
  for (const HeldWait& found : analysis.heldWaits)
    result.push_back(waitName(recording, found) + " " + verdictOf(found.confidence, found.reason));
  return result;
}

const char* nameOf(Count count) {
  constexpr const char* kNames[kCounts] = {"programs",
                                           "too_large",
                                           "states",
                                           "runs",
                                           "stuck_runs",
                                           "deadlocks",
                                           "missed",
                                           "likely",
                                           "possible",
                                           "ruled_out",
                                           "ruled_out_reachable",
                                           "unreachable",
                                           "unreachable_soft",
                                           "unreachable_try",
                                           "unreachable_masked",
                                           "unreachable_other",
                                           "likely_firm",
                                           "unreachable_firm",
                                           "possible_unreachable",
                                           "doubles",
                                           "doubles_unreachable",
                                           "doubles_unreachable_soft",
                                           "doubles_missed",
                                           "waits",
                                           "waits_unreachable",
                                           "waits_unreachable_soft",
                                           "waits_unreachable_masked",
                                           "waits_unreachable_other",
                                           "waits_possible",
                                           "waits_possible_unreachable",
                                           "joins",
                                           "joins_unreachable",
                                           "waits_ruled_out",
                                           "waits_ruled_out_reachable",
                                           "starving",
                                           "starving_told",
                                           "starving_missed",
                                           "starving_joins",
                                           "starving_joins_told",
                                           "starving_joins_missed",
                                           "proven",
                                           "proven_unreachable"};
  return kNames[static_cast<std::size_t>(count)];
}

}  // namespace gordian::oracle
