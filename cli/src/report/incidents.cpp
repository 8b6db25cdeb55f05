#include "incidents.hpp"

#include <fmt/format.h>
#include <gordian/recording/format.h>

#include "finding_builder.hpp"
#include "incident_words.hpp"
#include "rules.hpp"

namespace gordian::cli {
namespace {

using recording::Incident;

// What an incident cannot be told without.
bool isWhole(const Incident& incident) {
  switch (incident.detail) {
    case recording::kUnlockedByOther:
    case recording::kUnlockedByNobody:
    case recording::kDestroyedHeld:
    case recording::kDestroyedAwaited:
    case recording::kEndedHolding:
    case recording::kWaitWithoutMutex:
    case recording::kForkedHeld:
    case recording::kForkedAsked:
    case recording::kHandlerLock:
    case recording::kHandlerInterrupted:
    case recording::kOwnerDied:
    case recording::kHeldAcross:
      return incident.lock.has_value();
    case recording::kWaitOtherMutex:
    case recording::kRankViolated:
    case recording::kTogether:
      return incident.lock.has_value() && incident.otherLock.has_value();
    default:
      return true;
  }
}

Confidence confidenceOf(const Incident& incident) {
  switch (incident.rule) {
    case 106:
      return incident.detail == recording::kForkedAsked ? Confidence::Likely : Confidence::Possible;
    case 107:
      return Confidence::Likely;
    case 306:
      return Confidence::Possible;
    default:
      return Confidence::Proven;
  }
}

}  // namespace

std::optional<Finding> incidentFinding(const recording::Recording& recording, std::size_t index,
                                       Names& names, const Incident& incident) {
  const std::string id = fmt::format("GD{}", incident.rule);
  const Rule* rule = findRule(id);
  if (rule == nullptr || !isWhole(incident)) return std::nullopt;
  FindingBuilder builder(recording, index, names, id);
  const std::string lock = incident.lock ? builder.nameOf(*incident.lock) : "a lock";
  const std::string otherLock =
      incident.otherLock ? builder.nameOf(*incident.otherLock) : "another lock";
  const std::string thread = builder.nameOf(incident.thread);
  const bool isAlone = incident.otherThread == incident.thread;
  const std::string other =
      isAlone || !incident.otherThread ? "" : builder.nameOf(*incident.otherThread);
  const IncidentWords words = wordsOf(*rule, incident, {thread, other, lock, otherLock, isAlone});

  const auto here = [&] {
    builder.moment(incident.thread, incident.lock, words.here,
                   builder.at(incident.stack, incident.seen), 2);
  };
  const auto there = [&] {
    const auto with = incident.otherLock ? incident.otherLock : incident.lock;
    builder.moment(incident.otherThread.value_or(incident.thread), with, words.there,
                   builder.at(incident.otherStack, incident.seen), 1);
  };
  constexpr lockgraph::StackId kNoStack{};
  const bool hasThere =
      !words.there.empty() && (incident.otherStack != kNoStack || incident.otherThread);
  if (incident.detail == recording::kEndedHolding &&
      (incident.stack == kNoStack || incident.stack == incident.otherStack)) {
    // Where it ended tells nothing: what matters is what it took.
    const auto stack = incident.otherStack != kNoStack ? incident.otherStack : incident.stack;
    builder.moment(incident.thread, incident.lock, "takes", builder.at(stack, incident.seen), 1)
        .how = "and ends without a release";
  } else if (incident.stack == kNoStack && incident.otherStack != kNoStack) {
    there();  // without a place of its own the other side is what there is to look at
    here();
  } else {
    here();
    if (hasThere) there();
  }
  builder.seenAt(incident.seen);
  return builder.finish(confidenceOf(incident), words.message, words.story, words.reason);
}

}  // namespace gordian::cli
