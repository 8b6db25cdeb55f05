#include "trace_text.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "trace_words.hpp"

namespace gordian::lockgraph::test {
namespace {

std::uint32_t number(const std::string& text) {
  return static_cast<std::uint32_t>(std::stoul(text));
}

// "T1@9..99+2": "T1", segments 9 to 99, every second one; "T1@3+1*9": 3, 9 times, one apart.
struct When {
  std::string thread;
  Segment first = 0;
  Segment last = 0;
  Segment step = 1;
  std::uint32_t count = 1;
};

When whenOf(std::string word) {
  When when;
  const auto cut = [&](const std::string& mark) -> std::optional<std::string> {
    const std::size_t place = word.find(mark);
    if (place == std::string::npos) return std::nullopt;
    std::string rest = word.substr(place + mark.size());
    word.resize(place);
    return rest;
  };
  if (const auto count = cut("*")) when.count = number(*count);
  if (const auto step = cut("+")) when.step = number(*step);
  const auto last = cut("..");
  if (const auto first = cut("@")) when.first = number(*first);
  when.last = last ? number(*last) : when.first;
  when.thread = word;
  return when;
}

std::vector<std::string> wordsOf(std::string line) {
  if (const std::size_t arrow = line.find("->"); arrow != std::string::npos) {
    line.replace(arrow, 2, " -> ");
  }
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

LockKind kindOf(const std::string& word) {
  static const std::map<std::string, LockKind> kKinds{
      {"mutex", LockKind::Mutex},
      {"recursive", LockKind::RecursiveMutex},
      {"errorcheck", LockKind::ErrorCheckMutex},
      {"rwlock", LockKind::RwLock},
      {"prefer-writer", LockKind::RwLockPreferWriter},
      {"spin", LockKind::SpinLock},
      {"semaphore", LockKind::Semaphore},
      {"once", LockKind::OnceFlag},
      {"static", LockKind::StaticGuard}};
  return kKinds.at(word);
}

std::string reasonText(Reason reason) {
  switch (reason) {
    case Reason::None:
      return "";
    case Reason::GateLock:
      return "gate";
    case Reason::OneThread:
      return "one thread";
    case Reason::Ordered:
      return "ordered";
    case Reason::ReadersOnly:
      return "readers";
    case Reason::TryOnly:
      return "try";
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
      return "unwoken";
  }
  return "?";
}

}  // namespace

TraceText::TraceText(std::initializer_list<std::string> lines) {
  for (const std::string& line : lines) add(line);
}

LockId TraceText::lock(const std::string& name) {
  const auto fresh = static_cast<std::uint32_t>(trace_.locks.size());
  const auto [place, isNew] = locks_.emplace(name, fresh);
  if (isNew) {
    trace_.locks.emplace_back();
    trace_.locks.back().lockClass = fresh;
  }
  return static_cast<LockId>(place->second);
}

ThreadId TraceText::thread(const std::string& name) {
  const auto fresh = static_cast<std::uint32_t>(trace_.threads.size());
  const auto [place, isNew] = threads_.emplace(name, fresh);
  if (isNew) trace_.threads.emplace_back();
  return static_cast<ThreadId>(place->second);
}

HeldLock TraceText::held(std::string word) {
  HeldLock result;
  if (word.ends_with("/s")) {
    result.mode = Mode::Shared;
    word.resize(word.size() - 2);
  }
  if (word.ends_with("/w")) {
    result.afterWait = true;
    word.resize(word.size() - 2);
  }
  if (word.ends_with("/t")) {
    result.isTried = true;
    word.resize(word.size() - 2);
  }
  const auto [name, serial] = split(word, '#', 1);
  result.lock = lock(name);
  result.serial = serial;
  return result;
}

void TraceText::add(const std::string& line) {
  ++sequence_;
  const std::vector<std::string> words = wordsOf(line);
  if (words.at(0).ends_with(":")) return addDependency(words);
  if (words.at(1) == "creates" || words.at(1) == "joins") return addLife(words);
  if (words.at(1).starts_with("waiting") || words.at(1).starts_with("joining") ||
      words.at(1) == "signals")
    return addMeeting(words);
  if (words.at(1) == "uses") return addUse(words);
  if (words.at(1) == "posts" || words.at(1) == "takes") return addNotice(words);
  if (words[1] == "meets") return addRounds(words);
  if (words[1] == "runs" || words[1] == "passes") return addOnce(words);
  addSetting(words);
}

void TraceText::addDependency(const std::vector<std::string>& words) {
  const When when = whenOf(words[0].substr(0, words[0].size() - 1));
  Dependency d;
  d.thread = thread(when.thread);
  std::size_t i = 1;
  for (; words.at(i) != "->"; ++i) d.held.push_back(held(words[i]));
  std::string acquired = words.at(i + 1);
  if (acquired.ends_with("?")) d.acquisition = Acquisition::Try;
  if (acquired.ends_with("~")) d.acquisition = Acquisition::Timed;
  if (d.acquisition != Acquisition::Blocking) acquired.pop_back();
  const HeldLock target = held(acquired);
  d.lock = target.lock;
  d.mode = target.mode;
  d.reentrant = std::any_of(d.held.begin(), d.held.end(),
                            [&](const HeldLock& h) { return h.lock == d.lock; });
  d.occurrences.push_back({when.first, sequence_});
  if (when.last != when.first) {
    Stretch stretch{when.first, when.last, 0, sequence_, sequence_};
    for (Segment step = 0; step < kResidues; ++step)
      stretch.residues |= std::uint64_t{1} << (when.first + step * when.step) % kResidues;
    d.stretches.push_back(stretch);
  }
  d.stack = static_cast<StackId>(trace_.dependencies.size() + 1);
  trace_.dependencies.push_back(std::move(d));
}

void TraceText::addLife(const std::vector<std::string>& words) {
  const auto [name, segment] = split(words[0], '@', 0);
  const ThreadId actor = thread(name);
  const ThreadId other = thread(words.at(2));
  std::vector<Hold> holds;
  for (std::size_t i = 4; i < words.size(); ++i) {
    const HeldLock hold = held(words[i]);
    holds.push_back({hold.lock, hold.serial});
  }
  if (words[1] == "joins") {
    trace_.joins.push_back({actor, segment, other, holds});
    return;
  }
  Thread& child = trace_.threads[static_cast<std::size_t>(other)];
  child.parent = actor;
  child.parentSegment = segment;
  child.parentHolds = holds;
}

void TraceText::addRounds(const std::vector<std::string>& words) {
  const When when = whenOf(words[0]);
  Rounds rounds;
  rounds.barrier = barriers_.at(words.at(2));
  rounds.thread = thread(when.thread);
  rounds.round = number(words.at(3));
  rounds.segment = when.first;
  rounds.stride = when.step;
  rounds.count = when.count;
  for (std::size_t i = 4; i < words.size(); ++i) {
    rounds.isLeft &= words[i] != "unleft";
    rounds.isOpen |= words[i] == "open";
    rounds.isCut |= words[i] == "cut";
  }
  trace_.rounds.push_back(rounds);
}

void TraceText::addOnce(const std::vector<std::string>& words) {
  const When when = whenOf(words[0]);
  if (words[1] == "passes") {
    trace_.passes.push_back({onces_.at(words.at(2)), thread(when.thread), when.first});
    return;
  }
  onces_.emplace(words.at(2), static_cast<std::uint32_t>(trace_.onces.size()));
  trace_.onces.push_back({thread(when.thread), when.first, when.last});
}

void TraceText::addSetting(const std::vector<std::string>& words) {
  if (words[0] == "barrier") {
    barriers_.emplace(words.at(1), static_cast<std::uint32_t>(trace_.barriers.size()));
    trace_.barriers.push_back({number(words.at(2)), words.size() == 3});
    return;
  }
  if (words[0] == "cut") {
    trace_.threads[static_cast<std::size_t>(thread(words.at(1)))].cutAt = number(words.at(2));
    return;
  }
  Lock& target = trace_.locks[static_cast<std::size_t>(lock(words.at(1)))];
  const std::string& what = words[0];
  if (what == "kind") {
    target.kind = kindOf(words.at(2));
  } else if (what == "class") {
    target.lockClass = static_cast<std::uint32_t>(std::stoul(words.at(2)));
  } else if (what == "taint") {
    target.tainted = true;
  } else if (what == "shared") {
    target.sharedAt = sequence_;
  } else if (what == "creator") {
    const auto [name, segment] = split(words.at(2), '@', 0);
    target.creator = thread(name);
    if (words[2].find('@') != std::string::npos) target.createdIn = segment;
  } else {
    throw std::invalid_argument("unknown line: " + what);
  }
}

std::string TraceText::nameOf(LockId id) const {
  for (const auto& [name, number] : locks_) {
    if (number == static_cast<std::uint32_t>(id)) return name;
  }
  return "#" + std::to_string(static_cast<std::uint32_t>(id));
}

std::string TraceText::nameOf(ThreadId id) const {
  for (const auto& [name, number] : threads_) {
    if (number == static_cast<std::uint32_t>(id)) return name;
  }
  return "#" + std::to_string(static_cast<std::uint32_t>(id));
}

std::string TraceText::verdictText(Confidence confidence, Reason reason,
                                   const std::vector<LockId>& gates) const {
  std::string result;
  switch (confidence) {
    case Confidence::Proven:
      result += " proven";
      break;
    case Confidence::Likely:
      result += " likely";
      break;
    case Confidence::Possible:
      result += " possible";
      break;
    case Confidence::RuledOut:
      result += " ruled out";
      break;
  }
  if (reason != Reason::None) result += ": " + reasonText(reason);
  for (const LockId gate : gates) result += " " + nameOf(gate);
  return result;
}

std::string TraceText::text(const Cycle& cycle) const {
  std::string result;
  for (const CycleEdge& edge : cycle.edges) result += nameOf(edge.held) + " -> ";
  result += nameOf(cycle.edges.back().acquired);
  result += verdictText(cycle.confidence, cycle.reason, cycle.gates);
  if (cycle.alike > 0) result += " (+" + std::to_string(cycle.alike) + ")";
  return result;
}

std::vector<std::string> TraceText::heldWaits() const {
  std::vector<std::string> result;
  for (const HeldWait& found : analyse(trace_).heldWaits) {
    const Wait& wait = trace_.waits[found.wait];
    std::string text = nameOf(wait.thread);
    if (wait.kind == Meeting::Thread) {
      text += " joining";
      for (const ThreadId thread : found.chain) text += " " + nameOf(thread);
    } else {
      text += " waiting";
    }
    text += ": " + nameOf(found.needing) + " needs " + nameOf(wait.held[found.held].lock);
    result.push_back(text + verdictText(found.confidence, found.reason, found.gates));
  }
  return result;
}

std::vector<std::string> TraceText::cycles(const Limits& limits) const {
  std::vector<std::string> result;
  for (const Cycle& cycle : analyse(trace_, limits).cycles) result.push_back(text(cycle));
  return result;
}

}  // namespace gordian::lockgraph::test
