// The lines that tell of waits, signals and of what is used with nothing held.
#include "trace_text.hpp"

#include <map>

#include "trace_words.hpp"

namespace gordian::lockgraph::test {

// Of the words from `at` on: "A" held, "A!" asked for near, "A!!" awaited, "A!0" too far before.
void TraceText::addHeldAndNeeded(const std::vector<std::string>& words, Signal& signal) {
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "handler") {
      signal.inHandler = true;
    } else if (words[i] == "again") {
      signal.repeats = true;
    } else if (words[i] == "at") {
      signal.order = static_cast<Moment>(std::stoul(words.at(++i)));
    } else if (words[i] == "round") {
      signal.round = static_cast<std::uint32_t>(std::stoul(words.at(++i)));
    } else if (words[i] == "after") {
      signal.waitedAt = static_cast<Moment>(std::stoul(words.at(++i)));
    } else if (const auto mark = words[i].find('!'); mark != std::string::npos) {
      const std::string how = words[i].substr(mark);
      const HeldLock asked = held(words[i].substr(0, mark));
      WakerNeed need;
      need.lock = asked.lock;
      need.mode = asked.mode;
      need.segment = signal.segment;
      need.isNear = how != "!0";
      need.isAwaited = how == "!!";
      signal.needs.push_back(need);
    } else {
      signal.held.push_back(held(words[i]));
    }
  }
}

namespace {

Meeting meetingOf(const std::string& object) {
  switch (object[0]) {
    case 's':
      return Meeting::Semaphore;
    case 'b':
      return Meeting::Barrier;
    case 'f':
      return Meeting::Futex;
    default:
      return Meeting::Condition;
  }
}

FutexUse useOf(const std::string& object) {
  static const std::map<char, FutexUse> kUses{{'F', FutexUse::Future},
                                              {'L', FutexUse::Latch},
                                              {'B', FutexUse::Barrier},
                                              {'S', FutexUse::Semaphore},
                                              {'A', FutexUse::Atomic}};
  const auto use = kUses.find(object.size() > 1 ? object[1] : ' ');
  return object[0] == 'f' && use != kUses.end() ? use->second : FutexUse::Unknown;
}

}  // namespace

void TraceText::addMeeting(const std::vector<std::string>& words) {
  const auto [name, segment] = split(words[0], '@', 0);
  Signal signal;
  signal.thread = thread(name);
  signal.segment = segment;
  signal.sequence = sequence_;
  signal.stack = static_cast<StackId>(sequence_);
  std::string object = words.at(2);
  Wait wait;
  if (const auto colon = object.find(':'); colon != std::string::npos) {
    wait.mutex = lock(object.substr(colon + 1));
    object.resize(colon);
  }
  const bool isJoin = words[1].starts_with("joining");
  if (!isJoin) {
    signal.kind = meetingOf(object);
    signal.object =
        objects_.emplace(object, static_cast<std::uint32_t>(objects_.size())).first->second;
  }
  signal.round = 1;
  addHeldAndNeeded(words, signal);
  if (words[1] == "signals") {
    trace_.signals.push_back(signal);
    return;
  }
  wait.thread = signal.thread;
  wait.segment = segment;
  wait.sequence = sequence_;
  wait.kind = isJoin ? Meeting::Thread : signal.kind;
  wait.use = useOf(object);
  wait.object = isJoin ? static_cast<std::uint32_t>(thread(object)) : signal.object;
  wait.round = signal.round;
  wait.timed = words[1].ends_with("~");
  wait.counts = wait.kind == Meeting::Semaphore && object.ends_with("+");
  wait.held = signal.held;
  wait.stack = signal.stack;
  trace_.waits.push_back(wait);
}

void TraceText::addUse(const std::vector<std::string>& words) {
  const auto [name, segment] = split(words[0], '@', 0);
  Use use;
  use.thread = thread(name);
  use.segment = use.firstSegment = segment;
  std::string acquired = words.at(2);
  if (acquired.ends_with("?")) use.acquisition = Acquisition::Try;
  if (acquired.ends_with("~")) use.acquisition = Acquisition::Timed;
  if (use.acquisition != Acquisition::Blocking) acquired.pop_back();
  const HeldLock target = held(acquired);
  use.lock = target.lock;
  use.mode = target.mode;
  use.stack = static_cast<StackId>(sequence_);
  for (std::size_t i = 3; i < words.size(); ++i) {
    if (words[i] == "at") use.first = static_cast<Moment>(std::stoul(words.at(++i)));
    if (words[i].starts_with("x"))
      use.count = static_cast<std::uint32_t>(std::stoul(words[i].substr(1)));
  }
  trace_.uses.push_back(use);
}

// The object is a number.
void TraceText::addNotice(const std::vector<std::string>& words) {
  const auto [name, segment] = split(words[0], '@', 0);
  Notice notice;
  notice.thread = thread(name);
  notice.segment = segment;
  notice.sequence = sequence_;
  notice.object = static_cast<std::uint32_t>(std::stoul(words.at(2)));
  notice.isTaken = words[1] == "takes";
  if (words.size() > 4) notice.order = static_cast<Moment>(std::stoul(words.at(4)));
  trace_.notices.push_back(notice);
}

}  // namespace gordian::lockgraph::test
