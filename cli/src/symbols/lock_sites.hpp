// Names for locks by where they were made, or first taken: "from.m #3 (bank.cpp:12)".
#pragma once

#include "symbols/lock_users.hpp"
#include "symbols/source_text.hpp"
#include "symbols/stack_frames.hpp"
#include "symbols/symbols.hpp"

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gordian::cli::symbols {

class LockSites {
 public:
  using Predicate = std::function<bool(std::size_t lock)>;

  LockSites(const recording::Recording& recording, StackFrames& frames, const LockUsers& users)
      : recording_(recording), frames_(frames), users_(users) {}

  // `isNamedElsewhere`: locks that have a name by their place; they take no number.
  LockLabel label(std::size_t lock, const Predicate& isNamedElsewhere);
  // Where it was made, else first taken.
  const SourceFrame& created(std::size_t lock) { return siteOf(lock).frame; }

 private:
  struct Site {
    SourceFrame frame;
    std::string expression;  // the lock as the source names it there; empty when it does not
    std::string member;      // "Account::m", where the types in scope there tell
  };
  const Site& siteAt(lockgraph::StackId stack, std::size_t lock);
  const Site& siteOf(std::size_t lock);
  std::string className(std::size_t lock);
  bool isPython(std::size_t lock);
  std::string nameWithoutNumber(std::size_t lock);
  std::string memberOf(std::size_t lock);
  // Which of the locks of its class this one is, from 1; and how many there are.
  std::pair<std::uint32_t, std::uint32_t> rank(std::size_t lock, const Predicate& isNamedElsewhere);
  void countClasses(const Predicate& isNamedElsewhere);

  const recording::Recording& recording_;
  StackFrames& frames_;
  const LockUsers& users_;
  SourceText source_;
  std::unordered_map<std::uint32_t, Site> sites_;
  std::vector<std::uint32_t> ranks_;  // by lock; 0: not counted
  std::unordered_map<std::string, std::uint32_t> classSizes_;
};

}  // namespace gordian::cli::symbols
