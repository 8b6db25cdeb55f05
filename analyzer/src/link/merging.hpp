// Joining the states of ways that meet.
#pragma once

#include <optional>
#include <vector>

#include "liveness.hpp"
#include "storage.hpp"

namespace gordian::analyzer {

class Merging {
 public:
  static constexpr std::size_t kMaxStates = 6;  // of one point; more are merged

  Merging(Storage& storage, const Body& body) : storage_(storage), body_(body) {}

  // Adds `state` to those that reach the beginning of `block`. False: nothing new.
  bool add(std::vector<State>& known, State state, std::uint32_t block, bool isLoopHead);
  // At most kMaxStates, at one point within a block.
  void bound(std::vector<State>& states, std::uint32_t block);
  void mergeAll(std::vector<State>& states, std::uint32_t block);

 private:
  bool differsInLocks(const State& a, const State& b) const;
  State merge(const State& a, const State& b, std::uint32_t block);
  void mergeStores(const State& a, const State& b, State& into, std::uint32_t block);
  void mergeLocks(const State& a, const State& b, State& into) const;
  void forgetDead(State& state, std::uint32_t block);
  PathId phi(std::uint32_t block, PathId place);
  bool isPointer(PathId place) const;

  Storage& storage_;
  const Body& body_;
  std::vector<std::pair<std::uint32_t, PathId>> phis_;  // by number
  std::optional<Liveness> liveness_;                    // once a state is large
};

}  // namespace gordian::analyzer
