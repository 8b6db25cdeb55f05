// What a call of a function does to its caller, relative to the function's formals.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "state.hpp"

namespace gordian::analyzer {

// One way out. Ways with equal effects are one.
struct Exit {
  std::vector<Atom> when;        // of what the caller knows, where ways differ by it
  std::vector<Held> acquired;    // locks held on the way out; `op` is the callee's
  std::vector<PathId> released;  // the caller's
  std::vector<PathId> marks;     // what was seen (State::marks)
  std::vector<Stored> stores;    // into what formals point to, and the result (Root::Return)
  std::vector<Begun> threads;    // begun and perhaps joined
  std::vector<PathId> joined;    // handles of threads that the function did not begin
  auto operator<=>(const Exit&) const = default;
};

struct Summary {
  std::vector<Exit> exits;        // empty: it never returns
  std::vector<PathId> published;  // formals: what they point to may be reached by other threads
  // Places whose contents matter for what it accesses, locks or calls; formals and what they lead
  // to. Contexts differ by these alone.
  std::vector<PathId> needs;
  // The tests of formals that decide what it does, here or in what it calls; `holds` means nothing.
  std::vector<Atom> tests;
  bool returnsFresh = false;      // memory that nobody else knows yet
  bool waitsOutsideLoop = false;  // for a condition that a formal names
  bool operator==(const Summary&) const = default;

  // A call of it changes nothing in the caller.
  bool isTrivial() const {
    return exits.size() == 1 && exits[0] == Exit{} && published.empty() && !returnsFresh;
  }
};

// Names of threads by the calls that lead to where they are begun: "begun by `op` of `function`,
// or within that call the one that the callee names `inner`".
class ThreadKeys {
 public:
  struct Node {
    FunctionId function{};
    std::uint32_t op = 0;
    ThreadKey inner{};  // 0: this op begins it
    unsigned depth = 0;
  };
  static constexpr unsigned kMaxDepth = 8;  // beyond, calls on the way are left out

  ThreadKeys() { nodes_.emplace_back(); }
  ThreadKey make(FunctionId function, std::uint32_t op, ThreadKey inner);
  // The key of a thread that `op` of `function` itself begins.
  ThreadKey find(FunctionId function, std::uint32_t op) const {
    const auto place = known_.find({function, op, ThreadKey{}});
    return place == known_.end() ? ThreadKey{} : place->second;
  }
  const Node& operator[](ThreadKey key) const { return nodes_[index(key)]; }

 private:
  std::vector<Node> nodes_;
  std::map<std::tuple<FunctionId, std::uint32_t, ThreadKey>, ThreadKey> known_;
};

}  // namespace gordian::analyzer
