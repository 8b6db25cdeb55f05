// Which points of which threads can happen at the same time: begun, not yet joined.
#pragma once

#include <unordered_map>
#include <vector>

#include "contexts.hpp"

namespace gordian::analyzer {

class Concurrency {
 public:
  explicit Concurrency(const Contexts& contexts);

  // A point of thread `a`, where the threads `statusA` (an interned set) have been begun, and one
  // of `b`. With a `frame` only as instances that share one execution of that function count: its
  // locals are others in each.
  // `isSure`: also if a thread that was joined on one of the ways has ended.
  bool overlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b, std::uint32_t statusB,
               FunctionId frame = kNoFunction, bool isSure = false) const;
  // Two instances of one thread.
  bool overlapsItself(ThreadIndex thread, FunctionId frame = kNoFunction,
                      bool isSure = false) const;
  // `thread` is what `key` names.
  bool isNamed(ThreadIndex thread, ThreadKey key) const;
  // Who begins it; sorted, without duplicates.
  const std::vector<ThreadIndex>& creators(ThreadIndex thread) const {
    return creators_[index(thread)];
  }
  // Whether somebody who calls from outside, and of whom nobody knows when, decides if they
  // overlap: threads that one call from there begins do in any case.
  bool dependsOnCallers(ThreadIndex a, ThreadIndex b) const;
  // An execution of `frame` was under way when the thread was begun, by it or by one before it.
  bool isBegunWithin(ThreadIndex thread, FunctionId frame) const;

 private:
  std::vector<bool> findWithin(ThreadIndex thread) const;
  // What overlap() is asked.
  struct Question {
    ThreadIndex a{};
    std::uint32_t statusA = 0;
    ThreadIndex b{};
    std::uint32_t statusB = 0;
    FunctionId frame{};
    bool isSure = false;
    bool operator==(const Question&) const = default;
  };
  struct QuestionHash {
    std::size_t operator()(const Question& question) const;
  };
  bool findOverlap(ThreadIndex a, std::uint32_t statusA, ThreadIndex b, std::uint32_t statusB,
                   FunctionId frame, bool isSure) const;
  enum class Forebears : std::uint8_t {
    Strangers,  // they have none in common
    Common,
    Overlap,  // so do the two threads
  };
  Forebears compareForebears(ThreadIndex a, ThreadIndex b, FunctionId frame, bool isSure) const;
  bool isCreatedBy(ThreadIndex child, ThreadIndex creator) const;
  ThreadKey siteOf(ThreadKey key) const;
  // Whoever calls from outside, and threads that only they begin.
  bool isFromOutside(ThreadIndex thread) const;
  bool runs(std::uint32_t status, ThreadIndex thread, FunctionId frame, bool isSure) const;
  enum class Life : std::uint8_t { NotAsked, NotBegun, Ended, Runs };
  using Lives = std::vector<Life>;  // of each thread when each other one was begun
  // Where the threads `status` have been begun.
  Life lifeOf(ThreadIndex thread, std::uint32_t status, FunctionId frame, bool isSure) const;
  // When `other` was begun, by the thread that begins both.
  Life findLifeBeside(ThreadIndex other, ThreadIndex thread, FunctionId frame, bool isSure) const;
  Life lifeBeside(Lives& known, ThreadIndex other, ThreadIndex thread, FunctionId frame,
                  bool isSure) const;
  Lives& livesWithin(FunctionId frame, bool isSure) const;
  // `thread`, or one that it leaves behind on the way down to `last`.
  bool mayRun(Life life, ThreadIndex thread, ThreadIndex last, bool isSure) const;
  bool isLeftBehind(ThreadIndex thread, ThreadIndex last, bool isSure) const;
  bool leaves(ThreadIndex creator, ThreadIndex child, bool isSure) const;
  bool isWithin(ThreadKey key, ThreadIndex thread, FunctionId frame) const;
  // The threads from `thread` up to the first one, itself included.
  const std::vector<ThreadIndex>& lineOf(ThreadIndex thread) const { return lines_[index(thread)]; }

  const Contexts& contexts_;
  std::vector<std::vector<ThreadIndex>> creators_;
  std::vector<std::vector<ThreadIndex>> lines_;
  mutable std::unordered_map<std::uint64_t, bool> names_;  // by thread and key
  // By thread, once it was asked for, and function: it is under way when the thread is begun.
  mutable std::vector<std::vector<bool>> within_;
  mutable std::unordered_map<Question, bool, QuestionHash> overlaps_;
  mutable std::unordered_map<Question, Forebears, QuestionHash> forebears_;  // in any state
  mutable std::vector<ThreadKey> sites_;                       // by key, once it was asked for
  mutable std::unordered_map<std::uint64_t, Lives> siblings_;  // by frame and isSure
};

}  // namespace gordian::analyzer
