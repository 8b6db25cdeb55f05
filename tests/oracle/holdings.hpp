// Which locks each thread holds, in order, and the dependencies that its acquisitions make.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <map>
#include <optional>
#include <vector>

#include "generator.hpp"
#include "program.hpp"

namespace gordian::oracle {

class Holdings {
 public:
  Holdings(std::size_t threads, lockgraph::Trace& trace, Dice& dice)
      : trace_(trace), dice_(dice), locals_(threads) {}

  bool areNone(std::size_t thread) const { return locals_[thread].held.empty(); }
  // Without what is held once more.
  std::vector<lockgraph::HeldLock> of(std::size_t thread) const;
  std::vector<lockgraph::Hold> stretchesOf(std::size_t thread) const;

  // The thread asks for a lock while it holds something, or holds nothing.
  void asks(std::size_t thread, const Op& op, bool isAfterWait, lockgraph::Occurrence now);
  void push(std::size_t thread, const Op& op, bool isAfterWait);
  // The latest hold of that lock.
  void pop(std::size_t thread, std::uint8_t lock);

  // As if there had been many occurrences of all.
  void stretch();

 private:
  struct Holding {
    lockgraph::HeldLock hold;
    std::optional<lockgraph::DependencyId> by;  // which dependency it was
    bool isAgain = false;                       // it was held already
  };
  struct Local {
    std::vector<Holding> held;
    std::optional<lockgraph::DependencyId> asked;
    std::uint32_t serial = 0;
  };

  lockgraph::DependencyId note(std::size_t thread, const Op& op, bool isAfterWait,
                               lockgraph::Occurrence now);
  bool becameShared(const Local& local, const Op& op, const lockgraph::Dependency& d) const;
  lockgraph::Dependency make(std::size_t thread, const Op& op);
  void setBase(const Local& local, lockgraph::Dependency& d);
  std::vector<lockgraph::LockId> chain(lockgraph::DependencyId id) const;

  lockgraph::Trace& trace_;
  Dice& dice_;
  std::vector<Local> locals_;
  std::map<std::vector<std::uint64_t>, lockgraph::DependencyId> known_;
};

}  // namespace gordian::oracle
