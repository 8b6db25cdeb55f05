// Which functions a pointer, std::function or other callable can hold, whatever the order in which
// things happen: places are told apart by variable and field only.
//
// This is Andersen's analysis ("Program Analysis and Specialization for the C Programming
// Language", 1994) of callables alone, field-based: `x.f` and `y.f` are one. Cost: linear in the
// assignments and arguments of the program but for what is found.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "body.hpp"
#include "virtual_calls.hpp"

namespace gordian::analyzer {

class Callables {
 public:
  // `bodies` by FunctionId; without ops where there is none.
  Callables(Lowering& lowering, const std::vector<Body>& bodies, const VirtualCalls& virtuals);

  // What a callable in the place `path` of `function` can be; sorted.
  const std::vector<FunctionId>& heldBy(FunctionId function, PathId path) const;
  // Its address is taken somewhere: it may be called from where nobody sees it.
  bool isTaken(FunctionId function) const { return isTaken_[index(function)]; }

 private:
  using Node = std::uint64_t;
  struct IndirectCall {
    FunctionId function{};
    std::uint32_t op = 0;
    std::uint32_t firstArgument = 0;  // of the op's arguments: that of the callee's formal 0
  };

  static Node formalNode(FunctionId function, std::uint32_t number);
  Node nodeOf(FunctionId function, PathId path) const;
  void collect(const Body& body);
  void collectCall(const Body& body, std::uint32_t op);
  void collectMeaning(const Body& body, std::uint32_t op);
  void flow(FunctionId function, const Val& value, Node into);
  void pass(const Body& body, std::uint32_t op, std::uint32_t firstArgument, FunctionId callee);
  void add(Node node, FunctionId function);
  void copy(Node from, Node into);
  void addCall(const Body& body, std::uint32_t op, const Val& through, std::uint32_t firstArgument);
  void solve();

  Lowering& lowering_;
  const std::vector<Body>& bodies_;
  const VirtualCalls& virtuals_;
  std::unordered_map<Node, std::vector<Node>> copies_;  // from, into
  std::unordered_map<Node, std::vector<FunctionId>> held_;
  std::unordered_map<Node, std::vector<IndirectCall>> calls_;
  std::vector<std::pair<Node, FunctionId>> open_;
  std::vector<bool> isTaken_;
};

}  // namespace gordian::analyzer
