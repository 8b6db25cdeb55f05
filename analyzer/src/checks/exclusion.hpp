// Whether two accesses exclude each other: by a common lock, or in order by a flag.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "describe.hpp"

namespace gordian::analyzer {

enum class Exclusion : std::uint8_t {
  None,
  Lock,     // a common lock, certainly
  Perhaps,  // a common lock on some ways, one of unknown objects, or an order by a flag
};

class ExclusionTest {
 public:
  ExclusionTest(const Contexts& contexts, const Concurrency& concurrency);

  struct Side {
    const Occurrence* at = nullptr;
    ThreadIndex thread{};
    bool isFreed = false;  // the object is given back behind the access (FreedObjects)
  };
  Exclusion operator()(const Side& a, const Side& b) const;

 private:
  struct Signalled {
    FunctionId function{};
    std::uint32_t op = 0;
  };

  // Locks that `thread`'s creator holds from its begin to its join.
  std::vector<HeldLock> guardsOf(ThreadIndex thread) const;
  Exclusion byLocks(const Side& a, const Side& b) const;
  bool isOrdered(const Side& before, const Side& after) const;
  bool isVague(PathId lock) const;
  bool canBeOne(PathId x, PathId y) const;

  const Contexts& contexts_;
  const Concurrency& concurrency_;
  std::vector<std::vector<HeldLock>> guards_;  // by thread
  std::map<std::pair<ThreadIndex, PathId>, std::vector<Signalled>> signals_;
};

}  // namespace gordian::analyzer
