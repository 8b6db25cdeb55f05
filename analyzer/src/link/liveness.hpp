// Which variables and results of a function can still be asked for where a block begins.
//
// Backwards over the blocks, as compilers do. It bounds what a loop over hundreds of cases (a
// parser's, an interpreter's) carries around: each case has variables and new objects of its own.
#pragma once

#include <boost/dynamic_bitset.hpp>

#include <unordered_map>
#include <vector>

#include "body.hpp"

namespace gordian::analyzer {

class Liveness {
 public:
  Liveness(const Paths& paths, const Body& body);

  // Forgets what is stored in variables and results that nobody asks for from `block` on, where
  // nothing that is kept leads.
  void forgetDead(State& state, std::uint32_t block) const;

 private:
  using Bits = boost::dynamic_bitset<>;
  static constexpr std::uint32_t kNone = 0xffffffffU;

  // Of a local, or of a result that another block than its own asks for.
  std::uint32_t numberOf(PathId root) const;
  bool isLive(PathId root, std::uint32_t block) const;
  void numberResults();
  void pin(const Val& value);
  void pinAll();
  void solve();
  Bits before(std::uint32_t block, Bits live) const;
  void use(PathId path, Bits& live) const;
  template <class Visit>
  void visitPaths(std::uint32_t block, Visit visit) const;

  const Paths& paths_;
  const Body& body_;
  std::unordered_map<std::uint32_t, std::uint32_t> results_;  // by op: numbers behind the locals'
  std::vector<bool> isPinned_;  // by local: its address is taken, or it is an index
  std::size_t count_ = 0;
  std::vector<Bits> live_;  // by block; empty: too many, all of them live
};

}  // namespace gordian::analyzer
