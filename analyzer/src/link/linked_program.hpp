// All that is known of a program, function by function: what the checks read.
#pragma once

#include <memory>

#include "body.hpp"
#include "call_graph.hpp"
#include "dataflow.hpp"

namespace gordian::analyzer {

class LinkedProgram {
 public:
  // Keeps references to both.
  LinkedProgram(const Program& program, const LibraryTable& table);

  const Program& program() const { return lowering_.program(); }
  const LibraryTable& table() const { return lowering_.table(); }
  Paths& paths() const { return paths_; }
  const ThreadKeys& keys() const { return keys_; }
  const CallGraph& graph() const { return *graph_; }
  const Callables& callables() const { return *callables_; }
  const VirtualCalls& virtuals() const { return virtuals_; }
  const Declarations& declarations() const { return lowering_.declarations(); }
  // Of a lock as `function` names it, by its declaration.
  LockKind lockKind(FunctionId function, PathId lock) const;

  const FunctionFacts& operator[](FunctionId function) const { return facts_[index(function)]; }
  bool hasBody(FunctionId function) const { return bodies_[index(function)].source != nullptr; }
  const Body& body(FunctionId function) const { return bodies_[index(function)]; }
  LinkedLocation locationOf(FunctionId function, std::uint32_t op) const;

 private:
  void analyse();

  mutable Paths paths_;
  Lowering lowering_;
  std::vector<Body> bodies_;
  VirtualCalls virtuals_;
  ThreadKeys keys_;
  std::unique_ptr<Callables> callables_;
  std::unique_ptr<LockKinds> lockKinds_;
  std::unique_ptr<CallGraph> graph_;
  std::vector<FunctionFacts> facts_;
};

}  // namespace gordian::analyzer
