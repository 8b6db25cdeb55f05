// What places hold at a point: following pointers, storing, copying, publishing.
//
// A resolved path names memory as the function's entry found it, unless a store into it is known.
#pragma once

#include "body.hpp"
#include "state.hpp"

namespace gordian::analyzer {

class Storage {
 public:
  // `isFresh` by op: its result is memory that nobody else knew.
  Storage(Paths& paths, const Body& body, const std::vector<bool>& isFresh)
      : paths_(paths), body_(body), isFresh_(isFresh), results_(body.ops.size()) {}

  // Where the place `path` of the source is, following the pointers on the way.
  PathId resolve(const State& state, PathId path);
  // What a resolved place holds.
  Val load(const State& state, PathId place);
  // The value of an unevaluated one (body.hpp).
  Val evaluate(const State& state, const Val& value);
  // One step from the resolved place `at`; kUnknownPath through an unknown pointer.
  PathId follow(const State& state, PathId at, StepKind kind, std::uint32_t number);
  // What a value that is a pointer points to.
  PathId pointee(const State& state, const Val& value);
  // Into a resolved place.
  void assign(State& state, PathId place, const Val& value, std::uint32_t op);
  // A whole object: what is known of its parts goes with it. Handles of threads move.
  void copyObject(State& state, PathId from, PathId to, std::uint32_t op);
  // Something that is not known was stored there.
  void clobber(State& state, PathId place, std::uint32_t op);
  // Other threads may reach what the value points to from now on.
  void publish(State& state, const Val& value);
  // The result of `op` is about to be made anew: what is known of the last one is of an old one.
  void beginResult(State& state, std::uint32_t op);
  // The same for a call, at its begin.
  void beginCall(State& state, std::uint32_t op) {
    if (mayRepeat_) beginResult(state, op);
  }
  // Whether states from here on can have been at the same ops before.
  void setMayRepeat(bool mayRepeat) { mayRepeat_ = mayRepeat; }
  // Indices that read the source's place `written` mean another element from now on.
  void forgetIndices(State& state, PathId written);

  PathId result(std::uint32_t op) {
    PathId& known = results_[op];
    if (known == kUnknownPath) known = paths_.root(Root::Result, op);
    return known;
  }
  // Of this function's own frame, and not reached through a pointer.
  bool isOwn(PathId place) const;
  // Memory that this function got, and gave to nobody as long as it is not published.
  bool isFreshMemory(PathId place) const;
  Paths& paths() const { return paths_; }

 private:
  void overwrite(State& state, PathId place, std::uint32_t op);
  void publishRoot(State& state, PathId root);
  void renameThreads(State& state, PathId from, PathId to);

  Paths& paths_;
  const Body& body_;
  const std::vector<bool>& isFresh_;
  std::vector<PathId> results_;  // by op, as far as they were asked for
  bool mayRepeat_ = true;
};

}  // namespace gordian::analyzer
