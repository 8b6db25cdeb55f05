// Acquiring and releasing, and guards: objects that know the lock they own (kGuardMutex) and
// whether they do (kGuardOwns), like any other object with two fields.
#pragma once

#include "lock_kinds.hpp"
#include "recorder.hpp"
#include "storage.hpp"

namespace gordian::analyzer {

class Locking {
 public:
  // `recorder`: null while the dataflow has not settled.
  Locking(const Lowering& lowering, Storage& storage, const LockKinds& kinds, const Body& body,
          Recorder*& recorder)
      : table_(lowering.table()),
        program_(lowering.program()),
        storage_(storage),
        kinds_(kinds),
        body_(body),
        recorder_(recorder) {}

  struct Request {
    Mode mode = Mode::Exclusive;
    LockKind kind = LockKind::Mutex;
    Insistence insistence = Insistence::Blocking;
    bool isGuarded = false;
    bool isRecorded = true;
  };
  struct Wanted {
    PathId lock{};
    Request request;
  };
  // The caller holds it, as an assertion says.
  static void believe(State& state, PathId lock, const Request& request, std::uint32_t op);
  void acquire(State& state, PathId lock, const Request& request, std::uint32_t op);
  // All of them, as std::lock does: it waits for none while it holds another one of them.
  void acquireAll(State& state, const std::vector<Wanted>& wanted, std::uint32_t op);
  void release(State& state, PathId lock);
  // One that may fail: `state` has got the lock, what is returned has not.
  State tryAcquire(State& state, PathId lock, const Request& request, std::uint32_t op);

  LockKind kindOf(const Action& action, LinkedType lockType, PathId lock) const;

  // The guard at `guard` is made by a constructor's arguments (after the object). States that
  // branch off are added to `more`.
  void makeGuard(State& state, PathId guard, std::span<const Argument> arguments,
                 const Action& action, std::uint32_t op, std::vector<State>& more);
  void lockGuard(State& state, PathId guard, const Action& action, std::uint32_t op,
                 std::vector<State>& more);
  void unlockGuard(State& state, PathId guard);
  // As unlockGuard where the guard owns its lock.
  void destroyGuard(State& state, PathId guard, std::vector<State>& more);
  void moveGuard(State& state, PathId to, PathId from, std::uint32_t op);
  void swapGuards(State& state, PathId a, PathId b);

  PathId owns(PathId guard) { return storage_.paths().field(guard, kGuardOwns); }
  PathId mutex(PathId guard, std::uint32_t i = 0) {
    return storage_.paths().field(guard, kGuardMutex + i);
  }

 private:
  void note(const State& state, PathId lock, const Request& request, std::uint32_t op);
  static void take(State& state, const Storage& storage, PathId lock, const Request& request,
                   std::uint32_t op);
  // A lock that the source does not name.
  PathId unnamed(std::uint32_t op);
  std::vector<PathId> locksOf(const State& state, PathId guard);
  bool isGuardType(LinkedType type) const;

  const LibraryTable& table_;
  const Program& program_;
  Storage& storage_;
  const LockKinds& kinds_;
  const Body& body_;
  Recorder*& recorder_;
};

}  // namespace gordian::analyzer
