// Which points of which threads can happen at the same time: begun, not yet joined.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "contexts.hpp"

namespace gordian::analyzer {

class Concurrency {
 public:
  explicit Concurrency(const Contexts& contexts);

  // A point of thread `a`, where the threads `statusA` (an interned set) have been begun, and one
  // of `b`. With a `frame` only as instances that share one execution of that function count: its
  // locals are others in each.
  bool overlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b, std::uint32_t statusB,
               FunctionId frame = kNoFunction) const;
  // Two instances of one thread.
  bool overlapsItself(ThreadIndex thread, FunctionId frame = kNoFunction) const;
  // `thread` is what `key` names.
  bool isNamed(ThreadIndex thread, ThreadKey key) const;
  // Who begins it; without duplicates.
  const std::vector<ThreadIndex>& creators(ThreadIndex thread) const {
    return creators_[index(thread)];
  }
  // Whether nobody is known who could have begun it: a handler, a caller from outside.
  bool isForeign(ThreadIndex thread) const;

 private:
  bool runs(std::uint32_t status, ThreadIndex thread, FunctionId frame) const;
  bool isWithin(ThreadKey key, ThreadIndex thread, FunctionId frame) const;
  // The threads from `thread` up to the first one, itself included.
  const std::vector<ThreadIndex>& lineOf(ThreadIndex thread) const { return lines_[index(thread)]; }

  const Contexts& contexts_;
  std::vector<std::vector<ThreadIndex>> creators_;
  std::vector<std::vector<ThreadIndex>> lines_;
  mutable std::map<std::pair<ThreadIndex, ThreadKey>, bool> names_;
};

}  // namespace gordian::analyzer
