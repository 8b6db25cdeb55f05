// Carries out what the library table says of a call.
#pragma once

#include <unordered_map>

#include "calls.hpp"

namespace gordian::analyzer {

class LibraryCalls {
 public:
  LibraryCalls(Lowering& lowering, Storage& storage, Locking& locking, Calls& calls,
               const VirtualCalls& virtuals, const Body& body, std::vector<bool>& isFresh,
               Recorder*& recorder)
      : lowering_(lowering),
        storage_(storage),
        locking_(locking),
        calls_(calls),
        virtuals_(virtuals),
        body_(body),
        isFresh_(isFresh),
        recorder_(recorder) {}

  // False: it does not come back. `meaning` may be null: a library function that nothing is known
  // of but which of the project's functions it calls.
  bool perform(State& state, const Meaning* meaning, std::uint32_t op, std::vector<State>& more);

  // The place is an atomic object, by its declaration.
  bool isAtomic(PathId place) const;
  // A pointer to a thread.
  bool isThreadPointer(PathId place) const;
  // An access to a resolved place, unless nobody else can reach it.
  void access(const State& state, PathId place, bool isWrite, std::uint32_t op,
              std::uint16_t flags);
  // The atomic object `flag` is set to `value`, which need not be known; and looked at.
  void publish(State& state, PathId flag, const Val& value, std::uint32_t op);
  void observe(State& state, PathId flag);

 private:
  struct Given {
    Val value;
    PathId object{};  // where the argument stands, if it is a reference
  };
  struct Request {
    State& state;
    const Action& action;
    std::uint32_t op;
    std::vector<State>& more;
    std::span<const Argument> raw;
    std::vector<Val> values;  // evaluated
  };

  static Val value(const Request& request, int number);
  PathId object(const Request& request, int number);
  PathId declared(const Request& request, std::size_t which);
  Given decayed(const Request& request, std::size_t number);
  bool isReference(PathId raw) const;
  LinkedType declaredType(PathId raw) const;
  bool is(const Request& request, std::size_t number,
          bool (LibraryTable::*test)(std::string_view) const) const;

  bool act(Request& request);
  bool actOnLock(Request& request);
  bool actOnGuard(Request& request);
  bool actOnThread(Request& request);
  bool actOnValue(Request& request);
  PathId elementOf(const Request& request);
  bool call(Request& request);
  void wait(Request& request);
  void lockAll(Request& request);
  void spawn(Request& request, int callable, std::size_t first, PathId handle, std::uint16_t flags);
  void start(Request& request);
  void observe(Request& request);
  void tellJoinable(Request& request);
  void once(Request& request);
  void bind(Request& request);
  void fill(Request& request);
  void swapPointers(Request& request);
  void make(Request& request);
  bool makesThread(const Request& request) const;
  void note(const State& state, std::uint32_t op, PointKind kind, PathId path,
            Insistence insistence = Insistence::Blocking);
  bool callReached(State& state, const Meaning* meaning, std::uint32_t op,
                   std::vector<State>& more);
  void setResult(Request& request, const Val& value);

  Lowering& lowering_;
  Storage& storage_;
  Locking& locking_;
  Calls& calls_;
  const VirtualCalls& virtuals_;
  const Body& body_;
  std::vector<bool>& isFresh_;
  Recorder*& recorder_;
};

}  // namespace gordian::analyzer
