// The dataflow over one function, with the summaries of what it calls.
#pragma once

#include <map>

#include "calls.hpp"
#include "library_calls.hpp"
#include "merging.hpp"

namespace gordian::analyzer {

struct DataflowInput {
  Lowering& lowering;
  const LockKinds& lockKinds;
  const Callables& callables;
  const VirtualCalls& virtuals;
  ThreadKeys& keys;
  const std::vector<FunctionFacts>& facts;  // by FunctionId: of what is called
};

class Dataflow {
 public:
  Dataflow(const DataflowInput& input, const Body& body);

  FunctionFacts run();

 private:
  bool walkAll();
  void settle(std::size_t first, std::size_t end);
  void record(Recorder& recorder, std::size_t first, std::size_t end, bool isSettled);
  void walk(std::vector<State>& states, std::uint32_t block);
  void step(std::vector<State>& states, std::uint32_t op);
  // False: the way ends here.
  bool perform(State& state, std::uint32_t op, std::vector<State>& more);
  bool call(State& state, std::uint32_t op, std::vector<State>& more);
  void makeClosure(State& state, std::uint32_t op);
  void write(State& state, std::uint32_t op);
  void keep(const State& state, PathId place, const Val& value, std::uint32_t number);
  bool isMember() const;
  void giveBack(State& state, std::uint32_t op);
  void leave(std::uint32_t block, const std::vector<State>& states,
             const std::vector<State>& beforeCall);
  // Whether this way can be taken; what it says is then known.
  bool decide(State& state, std::uint32_t block, bool isTaken);
  void open(std::uint32_t block);
  void start();
  void findLoops();
  void noteJoins(std::uint32_t block, const std::vector<State>& states);
  void end(std::uint32_t block, const std::vector<State>& states);

  const DataflowInput& input_;
  const Body& body_;
  FunctionFacts facts_;
  Recorder* recorder_ = nullptr;
  Storage storage_;
  Locking locking_;
  Calls calls_;
  LibraryCalls library_;
  Merging merging_;
  std::vector<std::vector<State>> in_;  // by block
  std::vector<std::uint32_t> visits_;
  std::vector<std::uint32_t> loopOf_;                   // by block: the head of its innermost loop
  std::map<std::uint32_t, std::vector<PathId>> joins_;  // by loop head: handles of elements
  std::vector<bool> isOpen_;                            // by rank
  std::size_t lowest_ = 0;                              // of the ranks opened since
  bool mustRestart_ = false;  // what was found out changes what came before
  bool passesOn_ = true;      // states to the next blocks
  std::vector<State> exits_;
};

// From the states at a function's ends to what its callers see.
// `declared`: locks that attributes of the function name.
Summary summarise(Paths& paths, std::vector<State> exits, const FunctionFacts& facts,
                  const std::vector<FunctionFacts>& all, const std::vector<PathId>& declared);

}  // namespace gordian::analyzer
