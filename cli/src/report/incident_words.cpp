#include "incident_words.hpp"

#include <fmt/format.h>
#include <gordian/recording/format.h>
#include <string.h>

namespace gordian::cli {
namespace {

using recording::Incident;

constexpr const char* kSeen = "it was seen to happen";

// "thread 'teller-2'", or what can be said instead.
std::string someone(const std::string& name, const char* unknown) {
  return name.empty() ? unknown : fmt::format("thread '{}'", name);
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = char(text[0] - 32);
  return text;
}

IncidentWords unlockWords(const Incident& incident, const IncidentNames& names) {
  if (incident.detail == recording::kUnlockedByNobody)
    return {fmt::format("'{}' is unlocked although nobody holds it", names.lock),
            fmt::format("Thread '{}' unlocks {}, which no thread holds. A mutex may be unlocked by "
                        "its holder only; what happens otherwise is undefined.",
                        names.thread, names.lock),
            kSeen, "unlocks", ""};
  return {
      fmt::format("'{}' is unlocked by a thread that does not hold it", names.lock),
      fmt::format("Thread '{}' unlocks {} while {} holds it. What the holder does from there on "
                  "is not protected any more, and what happens is undefined.",
                  names.thread, names.lock, someone(names.other, "another thread")),
      kSeen, "unlocks", "takes"};
}

IncidentWords destroyWords(const Incident& incident, const IncidentNames& names) {
  const bool isAwaited = incident.detail == recording::kDestroyedAwaited;
  const std::string who =
      names.isAlone ? "the same thread" : someone(names.other, "another thread");
  const char* const does = isAwaited ? "waits for" : "holds";
  return {fmt::format("'{}' is destroyed while {} {} it", names.lock, who, does),
          fmt::format("Thread '{}' destroys {} while {} {} it. Its memory may soon be something "
                      "else; what happens is undefined.",
                      names.thread, names.lock, who, does),
          kSeen, "destroys", isAwaited ? "waits for" : "takes"};
}

IncidentWords conditionWords(const Incident& incident, const IncidentNames& names) {
  if (incident.detail == recording::kWaitOtherMutex)
    return {
        fmt::format("waits on one condition with '{}' and with '{}'", names.lock, names.otherLock),
        fmt::format("Threads wait on one condition variable at the same time, one with {} and "
                    "one with {}. No mutex then guards what they wait for: a wake-up can be "
                    "lost.",
                    names.lock, names.otherLock),
        kSeen, "waits with", "waits with"};
  return {fmt::format("waits on a condition without holding '{}'", names.lock),
          fmt::format("Thread '{}' waits on a condition variable with {}, which it does not hold. "
                      "A notification between its test and its wait is lost.",
                      names.thread, names.lock),
          kSeen, "waits without holding", "takes"};
}

IncidentWords forkWords(const Incident& incident, const IncidentNames& names) {
  const std::string holder = someone(names.other, "another thread");
  if (incident.detail == recording::kForkedAsked)
    return {fmt::format("'{}' is asked for in a forked process in which its holder does not exist",
                        names.lock),
            fmt::format("{} held {} when the process was forked. The child has a copy of the lock, "
                        "locked, and no thread that could release it; there thread '{}' asks for "
                        "it.",
                        capital(holder), names.lock, names.thread),
            "it was held at the fork by a thread that the child does not have, and the child asks "
            "for it",
            "asks, in the child, for", "takes"};
  return {
      fmt::format("fork while {} holds '{}'", holder, names.lock),
      fmt::format("Thread '{}' forks while {} holds {}. In the child that lock stays locked for "
                  "ever, because the thread that could release it does not exist there.",
                  names.thread, holder, names.lock),
      "the child asked for it, for a limited time only", "asks, in the child, for", "takes"};
}

IncidentWords handlerWords(const Incident& incident, const IncidentNames& names) {
  const std::string signal = signalName(incident.value);
  if (incident.detail == recording::kHandlerInterrupted)
    return {fmt::format("a handler of {} asks for '{}', which the code that it interrupted holds",
                        signal, names.lock),
            fmt::format("{} arrived while thread '{}' held {}, and its handler asks for the same "
                        "lock. The handler waits for the code that waits for the handler.",
                        signal, names.thread, names.lock),
            "the handler ran on top of the holder",
            fmt::format("in a handler of {}, asks for", signal), "takes"};
  return {fmt::format("'{}' is taken in a handler of {} and also with that signal unblocked",
                      names.lock, signal),
          fmt::format("A handler of {} takes {}, which is also taken where that signal can arrive. "
                      "If it arrives there, the handler waits for the code that it interrupted.",
                      signal, names.lock),
          "both acquisitions were seen, and the signal was not blocked",
          fmt::format("in a handler of {}, takes", signal), "takes"};
}

IncidentWords orderWords(const Incident& incident, const IncidentNames& names) {
  const std::string declared =
      incident.text.empty() ? std::string() : fmt::format(" Declared: {}.", incident.text);
  if (incident.detail == recording::kHeldDespiteAssertion)
    return {
        fmt::format("'{}' is held where no lock may be held", names.lock),
        fmt::format("Thread '{}' holds {} at a place that the program declares free of locks.{}",
                    names.thread, names.lock, declared),
        "the declaration forbids it, and it was seen to happen", "must hold nothing, holds",
        "takes"};
  if (incident.detail == recording::kTogether)
    return {
        fmt::format("'{}' and '{}' are held together", names.lock, names.otherLock),
        fmt::format("Thread '{}' takes {} while it holds {}; they are declared never to be held "
                    "together.{}",
                    names.thread, names.lock, names.otherLock, declared),
        "the declaration forbids it, and it was seen to happen", "takes", "takes"};
  return {fmt::format("'{}' is taken while '{}' is held, against the declared order", names.lock,
                      names.otherLock),
          fmt::format("Thread '{}' takes {} while it holds {}, which is declared to come later.{}",
                      names.thread, names.lock, names.otherLock, declared),
          "the declaration forbids it, and it was seen to happen", "takes", "takes"};
}

IncidentWords longHoldWords(const Incident& incident, const IncidentNames& names) {
  const std::string during = incident.text.empty() ? "blocking calls" : incident.text;
  const std::string time = incident.value == 0 ? "long" : fmt::format("for {} ms", incident.value);
  return {
      fmt::format("'{}' is held {} across {}", names.lock, time, during),
      fmt::format("Thread '{}' holds {} {} across {}. Every thread that needs the lock waits that "
                  "long.",
                  names.thread, names.lock, time, during),
      "it is a cost, not a deadlock", "lets others wait for", "takes"};
}

}  // namespace

std::string signalName(std::uint64_t number) {
  if (number == 0) return "a signal";
  const char* const name = number < 65 ? sigabbrev_np(static_cast<int>(number)) : nullptr;
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

IncidentWords wordsOf(const Rule& rule, const Incident& incident, const IncidentNames& names) {
  switch (incident.rule) {
    case 106:
      return forkWords(incident, names);
    case 107:
      return handlerWords(incident, names);
    case 205:
      return {fmt::format("the owner of '{}' ended holding it", names.lock),
              fmt::format("Thread '{}' gets {} from an owner that ended while it held it. The lock "
                          "is robust, so it goes on; what the lock guards may be half changed.",
                          names.thread, names.lock),
              kSeen, "inherits", "takes"};
    case 301:
      return unlockWords(incident, names);
    case 302:
      return destroyWords(incident, names);
    case 303:
      return {fmt::format("thread '{}' ends holding '{}'", names.thread, names.lock),
              fmt::format("Thread '{}' ends while it holds {}. Nobody can release it any more: "
                          "whoever asks for it next waits for ever.",
                          names.thread, names.lock),
              kSeen, "ends holding", "takes"};
    case 304:
      return orderWords(incident, names);
    case 305:
      return conditionWords(incident, names);
    case 306:
      return longHoldWords(incident, names);
    default:
      break;
  }
  return {std::string(rule.meaning), capital(std::string(rule.meaning)) + ".", kSeen, "uses", ""};
}

}  // namespace gordian::cli
