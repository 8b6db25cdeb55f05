// What a call does to the caller's state, by the summaries of what it may call; and threads that
// are begun.
#pragma once

#include "callables.hpp"
#include "locking.hpp"
#include "substitution.hpp"

namespace gordian::analyzer {

// Something that can be called: code, and the object that it is called on.
struct Callable {
  FunctionId function = kNoFunction;
  PathId object{};        // of a closure or a bound call
  PathId place{};         // where it was read from, if the function is not known
  bool isListed = false;  // the arguments begin with the object
};

class Calls {
 public:
  Calls(Lowering& lowering, Storage& storage, Locking& locking, const Callables& callables,
        const VirtualCalls& virtuals, const std::vector<FunctionFacts>& facts, ThreadKeys& keys,
        const Body& body, std::vector<bool>& isFresh, Recorder*& recorder)
      : lowering_(lowering),
        storage_(storage),
        locking_(locking),
        callables_(callables),
        virtuals_(virtuals),
        facts_(facts),
        keys_(keys),
        body_(body),
        isFresh_(isFresh),
        recorder_(recorder) {}

  Callable callable(const State& state, const Val& value);
  // The functions it can be, with a body; sorted.
  std::vector<FunctionId> targetsOf(const Callable& callable) const;
  // The values of the formals of `target`, called as `callable` with `arguments`.
  std::vector<Val> actuals(const State& state, const Callable& callable, FunctionId target,
                           const std::vector<Val>& arguments);

  // Calls all of `targets`, one of them, in states that branch off into `more`.
  // False: none of them comes back.
  bool call(State& state, const Callable& callable, const std::vector<FunctionId>& targets,
            const std::vector<Val>& arguments, std::uint32_t op, std::vector<State>& more);
  // Begins a thread (flags: of its point).
  void spawn(State& state, const Callable& callable, const std::vector<FunctionId>& targets,
             const std::vector<Val>& arguments, PathId handle, std::uint32_t op,
             std::uint16_t flags);

 private:
  bool applyExit(State& state, const Exit& exit, Substitution& names, std::uint32_t op);
  std::vector<Target> bind(const State& state, const Callable& callable,
                           const std::vector<FunctionId>& targets,
                           const std::vector<Val>& arguments, std::uint32_t op, bool keepsAll);
  bool isPublished(const State& state, const Summary& summary, const Stored& bound) const;
  Val hidden(const Val& value);

  Lowering& lowering_;
  Storage& storage_;
  Locking& locking_;
  const Callables& callables_;
  const VirtualCalls& virtuals_;
  const std::vector<FunctionFacts>& facts_;
  ThreadKeys& keys_;
  const Body& body_;
  std::vector<bool>& isFresh_;
  Recorder*& recorder_;
};

}  // namespace gordian::analyzer
