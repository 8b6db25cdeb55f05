// Whether whoever signals an object has to take a lock for it.
//
// Held at the signal: surely. Asked for on the way there is a matter of how near. A thread that
// asked for the lock, then waited itself, and then signalled, was past the lock when it was told to
// go on; the next time it needs the lock no more. The same where it took the condition's mutex in
// between: there it may have said that it is at work (a lock made of a condition, a count of those
// who are busy), and a waiter that comes before it has asked for the lock does not wait at all.
// What remains is *near*. Even so the waiter may wait only for those who were seen to pass the
// lock; that is excluded where somebody waited for the object already when the thread asked:
// *awaited*.
//
// The runtime tells near and awaited at signals of objects that are watched. For what came before,
// the thread's own clock at its first acquisition tells near from unknown.
#pragma once

#include <gordian/lockgraph/analysis.hpp>

#include <map>
#include <optional>
#include <vector>

#include "order.hpp"
#include "soft_order.hpp"

namespace gordian::lockgraph {

enum class Needing : std::uint8_t {
  No,       // it signals without: it never asked before, or was past the lock
  Unknown,  // it asked for it some time before
  Near,
  Awaited,
  Held,
};

struct SignalNeed {
  Needing needing = Needing::No;
  std::optional<std::size_t> need;  // of Signal::needs
  std::optional<std::size_t> use;
  std::optional<DependencyId> dependency;
};

class WakerNeeds {
 public:
  WakerNeeds(const Trace& trace, HappensBefore& order);

  // Does `signal` need what `wait` holds by `held`? `signal` is another thread's.
  SignalNeed of(const Signal& signal, const Wait& wait, const HeldLock& held) const;
  // Locks of which one is held, in modes that exclude each other, whenever `thread` asks for
  // held.lock, as far as is known: it never gets as far while `wait` lasts. None: it also asks
  // without.
  std::vector<LockId> gatesOf(ThreadId thread, const Wait& wait, const HeldLock& held) const;
  // Each time that `thread` asked for held.lock came before the wait by soft order, or the waiter
  // may have been told so (Handshake).
  std::optional<Reason> whyPast(ThreadId thread, const Wait& wait, const HeldLock& held,
                                SoftOrder& softOrder) const;
  // Where `thread` took the lock that it holds by `own`, with nothing else held; null: not known.
  const Use* useOf(ThreadId thread, const HeldLock& own) const;
  // What of() looks at, at most.
  std::size_t costOf(const Signal& signal, const HeldLock& held) const;

 private:
  using Key = std::pair<ThreadId, LockId>;

  bool isNeed(const Wait& wait, const HeldLock& held, Mode mode, Acquisition acquisition,
              Point asked) const;
  SignalNeed fromUses(const Signal& signal, const Wait& wait, const HeldLock& held) const;
  void fromDependencies(const Signal& signal, const Wait& wait, const HeldLock& held,
                        SignalNeed& found) const;
  bool tookMutexOnce(const Signal& signal, const Wait& wait, const Use& asked) const;

  const Trace& trace_;
  HappensBefore& order_;
  std::map<Key, std::vector<std::size_t>> uses_;
  std::map<Key, std::vector<DependencyId>> dependencies_;  // of locks that are held at waits
};

const HeldLock* findHeld(const std::vector<HeldLock>& held, LockId lock);
inline bool conflict(Mode a, Mode b) {
  return a == Mode::Exclusive || b == Mode::Exclusive;
}

}  // namespace gordian::lockgraph
