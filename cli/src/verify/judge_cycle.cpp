#include <algorithm>
#include <set>

#include "judge.hpp"
#include "plain_births.hpp"
#include "plain_notices.hpp"
#include "plain_order.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Acquisition;
using lockgraph::Dependency;
using lockgraph::HeldLock;
using lockgraph::LockId;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::Trace;

constexpr std::size_t kTries = 3'000'000;

// A dependency at one of its moments. A stretch is many segments of which not each is known.
struct Choice {
  const Dependency* what = nullptr;
  lockgraph::Segment first = 0;
  lockgraph::Segment last = 0;
  lockgraph::Sequence sequence = 0;

  [[nodiscard]] bool isExact() const { return first == last; }
};

const HeldLock* heldIn(const Dependency& dependency, LockId lock) {
  for (auto held = dependency.held.rbegin(); held != dependency.held.rend(); ++held)
    if (held->lock == lock) return &*held;
  return nullptr;
}

class CycleJudge {
 public:
  CycleJudge(const ReadGrounds& grounds, std::size_t length)
      : trace_(grounds.trace),
        order_(grounds.trace),
        guards_(plainGuards(grounds.trace)),
        births_(grounds.trace, order_, guards_),
        notices_(grounds.trace, order_),
        length_(length) {}

  Judged run() {
    for (std::size_t role = 0; role < length_; ++role) choices_.push_back(choicesFor(role));
    choose();
    if (best_ == Judgement::RuledOut) collectRefutations();
    Judged judged;
    judged.level = best_;
    judged.refutations = {refutations_.begin(), refutations_.end()};
    if (tries_ >= kTries && best_ != Judgement::Likely) {
      judged.level = Judgement::Unclear;
      judged.why = "there are too many combinations to try each";
    } else if (best_ == Judgement::Possible && !isOpenForSure_) {
      judged.why = "order that is not known in detail could refute it";
    }
    return judged;
  }

 private:
  LockId asked(std::size_t role) const { return static_cast<LockId>((role + 1) % length_); }
  LockId held(std::size_t role) const { return static_cast<LockId>(role); }
  const lockgraph::Lock& lockOf(LockId lock) const {
    return trace_.locks[static_cast<std::size_t>(lock)];
  }

  std::vector<Choice> choicesFor(std::size_t role) const {
    std::vector<Choice> result;
    for (const Dependency& d : trace_.dependencies) {
      if (d.lock != asked(role) || d.reentrant || heldIn(d, held(role)) == nullptr) continue;
      for (const auto& seen : d.occurrences)
        result.push_back({&d, seen.segment, seen.segment, seen.sequence});
      for (const auto& seen : d.stretches) result.push_back({&d, seen.first, seen.last, seen.end});
    }
    return result;
  }

  void choose() {
    if (best_ == Judgement::Likely || tries_ >= kTries) return;
    if (chosen_.size() == length_) {
      bool fits = true;
      for (std::size_t role = 0; role < length_; ++role)
        fits &= fitsNext(role, chosen_[role], chosen_[(role + 1) % length_]);
      if (fits) keep(levelOfChosen());
      return;
    }
    for (const Choice& choice : choices_[chosen_.size()]) {
      ++tries_;
      if (!fitsOthers(choice)) continue;
      chosen_.push_back(choice);
      choose();
      chosen_.pop_back();
      if (best_ == Judgement::Likely || tries_ >= kTries) return;
    }
  }

  void keep(Judgement level) { best_ = std::max(best_, level); }

  bool refuse(const char* test) {
    refutations_.insert(test);
    return false;
  }

  bool fitsOthers(const Choice& choice) {
    const bool isTry = choice.what->acquisition == Acquisition::Try;
    if (isTry) refuse("trylock");
    bool fits = !isTry;
    for (const Choice& other : chosen_) {
      if (other.what->thread == choice.what->thread)
        fits = refuse("one thread");
      else if (!canCoexist(other.what->held, choice.what->held) || areGuarded(other, choice))
        fits = refuse("gate lock");
      else if (areOrdered(other, choice))
        fits = refuse("ordered by join");
    }
    return fits;
  }

  static bool canCoexist(const std::vector<HeldLock>& a, const std::vector<HeldLock>& b) {
    for (const HeldLock& one : a)
      for (const HeldLock& other : b)
        if (one.lock == other.lock && doConflict(one.mode, other.mode)) return false;
    return true;
  }

  bool areGuarded(const Choice& a, const Choice& b) const {
    return isKeptApart(trace_, guards_, a.what->thread, b.what->thread, b.what->held) ||
           isKeptApart(trace_, guards_, b.what->thread, a.what->thread, a.what->held);
  }

  // Of stretches: all of the one before all of the other.
  bool areOrdered(const Choice& a, const Choice& b) const {
    return order_.precedes({a.what->thread, a.last}, {b.what->thread, b.first}) ||
           order_.precedes({b.what->thread, b.last}, {a.what->thread, a.first});
  }

  // The tests between who waits in its role and who holds what is waited for.
  bool fitsNext(std::size_t role, const Choice& waiter, const Choice& holder) {
    bool fits = true;
    const Mode mode = heldIn(*holder.what, asked(role))->mode;
    const bool isWriterFirst = lockOf(asked(role)).kind == LockKind::RwLockPreferWriter;
    if (!doConflict(waiter.what->mode, mode) && !isWriterFirst) fits = refuse("readers only");
    if (isPrivate(asked(role), holder, *waiter.what)) fits = refuse("not yet shared");
    return fits;
  }

  // The search leaves a way at the first pair that does not fit. What is told may be any pair's.
  void collectRefutations() {
    for (std::size_t a = 0; a < length_; ++a) {
      for (const Choice& one : choices_[a]) {
        chosen_ = {one};
        for (std::size_t b = 0; b < length_; ++b) {
          if (a == b) continue;
          for (const Choice& other : choices_[b]) {
            if (++tries_ >= kTries) return;
            fitsOthers(other);
            if (b == (a + 1) % length_) fitsNext(a, one, other);
          }
        }
      }
    }
    chosen_.clear();
  }

  // Who waits could not know the lock yet when the other held it.
  bool isPrivate(LockId id, const Choice& holder, const Dependency& waiter) const {
    const lockgraph::Lock& lock = lockOf(id);
    if (lock.creator != holder.what->thread) return false;
    if (lock.sharedAt && holder.sequence >= *lock.sharedAt) return false;
    const auto created = order_.createdBy(holder.what->thread, waiter.thread);
    return !created || *created < lock.createdIn.value_or(0);
  }

  Judgement levelOfChosen() {
    for (const Choice& one : chosen_) {
      if (!one.isExact() || !order_.isKnown({one.what->thread, one.first}))
        return Judgement::Possible;
    }
    isOpenForSure_ = true;
    for (const Choice& one : chosen_)
      if (notices_.isUnwoken(*one.what)) return Judgement::Possible;
    for (const Choice& one : chosen_)
      for (const Choice& other : chosen_)
        if (&one != &other && seemsBefore(*one.what, *other.what)) return Judgement::Possible;
    std::vector<LockId> behindWriters;
    for (std::size_t role = 0; role < length_; ++role) {
      const Dependency& waiter = *chosen_[role].what;
      if (waiter.acquisition == Acquisition::Timed) return Judgement::Possible;
      const Dependency& holder = *chosen_[(role + 1) % length_].what;
      if (!doConflict(waiter.mode, heldIn(holder, asked(role))->mode))
        behindWriters.push_back(asked(role));
    }
    std::vector<Writer> writers;
    return haveWriters(behindWriters, writers) ? Judgement::Likely : Judgement::Possible;
  }

  // A further thread that waits to write.
  struct Writer {
    PlainPoint at;
    std::vector<HeldLock> held;
  };

  // Another run may do without, or what was not recorded may have been later.
  bool seemsBefore(const Dependency& one, const Dependency& other) const {
    return births_.isOver(one, other) || notices_.isBefore(one, other);
  }

  // For each of the locks one, all of them and the chosen ones at the same time.
  bool haveWriters(const std::vector<LockId>& locks, std::vector<Writer>& found) {
    if (found.size() == locks.size()) return true;
    for (const Writer& writer : writersOf(locks[found.size()])) {
      if (++tries_ >= kTries) return false;
      if (!canBeBeside(writer, found)) continue;
      found.push_back(writer);
      if (haveWriters(locks, found)) return true;
      found.pop_back();
    }
    return false;
  }

  bool canBeBeside(const Writer& writer, const std::vector<Writer>& found) const {
    if (!order_.isKnown(writer.at)) return false;
    for (const Choice& one : chosen_)
      if (!canCoexist(one.what->held, writer.held) ||
          order_.areOrdered({one.what->thread, one.first}, writer.at))
        return false;
    return std::none_of(found.begin(), found.end(), [&](const Writer& other) {
      return !canCoexist(other.held, writer.held) || order_.areOrdered(other.at, writer.at);
    });
  }

  // Who asked for it; and who was only seen to hold it: it must have asked, too.
  std::vector<Writer> writersOf(LockId lock) const {
    std::vector<Writer> result;
    for (const auto& use : trace_.uses) {
      if (use.lock != lock || use.mode != Mode::Exclusive) continue;
      if (use.acquisition != Acquisition::Blocking) continue;
      result.push_back({{use.thread, use.firstSegment}, {}});
      result.push_back({{use.thread, use.segment}, {}});
    }
    for (const Dependency& d : trace_.dependencies) {
      const bool isAsking = d.lock == lock && d.mode == Mode::Exclusive && !d.reentrant &&
                            d.acquisition == Acquisition::Blocking;
      const auto place = std::find_if(d.held.begin(), d.held.end(), [&](const HeldLock& held) {
        return held.lock == lock && held.mode == Mode::Exclusive;
      });
      for (const auto& seen : d.occurrences) {
        if (isAsking) result.push_back({{d.thread, seen.segment}, d.held});
        if (place != d.held.end() && !isKnownToAsk(d.thread, lock))
          result.push_back({{d.thread, seen.segment}, {d.held.begin(), place}});
      }
    }
    return result;
  }

  bool isKnownToAsk(lockgraph::ThreadId thread, LockId lock) const {
    const auto asks = [&](const auto& one) {
      return one.thread == thread && one.lock == lock && one.mode == Mode::Exclusive;
    };
    return std::any_of(trace_.uses.begin(), trace_.uses.end(), asks) ||
           std::any_of(trace_.dependencies.begin(), trace_.dependencies.end(),
                       [&](const Dependency& d) { return asks(d) && !d.reentrant; });
  }

  const Trace& trace_;
  PlainOrder order_;
  PlainGuards guards_;
  PlainBirths births_;
  PlainNotices notices_;
  std::size_t length_;
  std::vector<std::vector<Choice>> choices_;  // by role
  std::vector<Choice> chosen_;
  Judgement best_ = Judgement::RuledOut;
  bool isOpenForSure_ = false;  // Possible, and not for want of detail
  std::set<std::string> refutations_;
  std::size_t tries_ = 0;
};

}  // namespace

bool doConflict(Mode a, Mode b) {
  return a == Mode::Exclusive || b == Mode::Exclusive;
}

bool isReadWrite(LockKind kind) {
  return kind == LockKind::RwLock || kind == LockKind::RwLockPreferWriter;
}

Judged judgeCycle(const ReadGrounds& grounds, std::size_t length) {
  return CycleJudge(grounds, length).run();
}

}  // namespace gordian::cli
