// Which lock the source seems to believe guards a field or a variable, told by how many of the
// places that access it hold that lock of the same object.
//
// A place is a line of the source, however many contexts or instances of a template lead there.
// What needs no lock is no place: constructors and what only they call, set-up and tear-down, code
// that runs while no other thread does, functions that say by name or annotation that their caller
// holds the lock.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "guard_callers.hpp"
#include "shared_data.hpp"

namespace gordian::analyzer {

// Where something is declared: file, line, column.
using Declared = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

// A field, or what its pointer points to, of any object; or a variable. A field of an object that
// is itself a field is another datum in each.
struct Datum {
  std::vector<Declared> fields;  // from the innermost outwards
  bool isBehind = false;         // what the pointer points to
  PathId place{};                // without elements and the pointer's step
  auto operator<=>(const Datum& other) const {
    return std::tie(fields, isBehind) <=> std::tie(other.fields, other.isBehind);
  }
};

// A lock, as far as it has to do with a datum.
struct Guard {
  Declared declared{};    // of the field or variable
  bool isMember = false;  // of an object that the datum is in, too; else a global
  auto operator<=>(const Guard&) const = default;
};

class GuardBeliefs {
 public:
  GuardBeliefs(Contexts& contexts, const Concurrency& concurrency, const Describe& describe,
               const SharedData& data);

  struct Place {
    FunctionId function{};
    bool isWrite = false;
    std::vector<const Occurrence*> without;  // contexts in which the guard is not held
    const Occurrence* with = nullptr;        // one in which it is
    GuardCallers callers;                    // where there are both
    bool isLeftToCallers = false;            // nearly all of whom hold it: they are to blame
    bool holds() const { return without.empty(); }
  };
  struct Belief {
    Guard guard;
    PathId lock{};  // the guard, as one of the places names it
    std::vector<Place> places;
    std::size_t holding = 0;  // places
    std::size_t holdingFunctions = 0;
    double share = 0;  // of all, weighted
    bool isWrittenUnderIt = false;
    bool isDeclared = false;  // GUARDED_BY
  };

  // By datum; of those that nobody accesses under a lock there is none. Of those that
  // are declared to be guarded it is what is declared.
  const std::map<Datum, Belief>& all() const { return beliefs_; }
  const Belief* of(PathId path) const;

  // Nothing where the path names no field or variable.
  bool datumOf(PathId path, Datum& datum) const;
  // Nothing where the lock is no global and none of an object that the datum is in.
  bool guardOf(const Datum& datum, PathId lock, Guard& guard) const;
  // Nobody who calls it (as far as known) can share what it works on yet, or still.
  bool isSetUp(NodeId node) const;

 private:
  struct Way {
    const Occurrence* at = nullptr;
    std::set<Guard> guards;
    std::vector<NodeId> nodes;  // all that say the same
  };
  struct Seen {
    FunctionId function{};
    bool isWrite = false;
    std::vector<Way> ways;  // writes first
  };
  using Places = std::map<Declared, Seen>;  // by line
  struct Group {
    Places places;
    std::map<Guard, PathId> locks;
  };

  bool isField(PathId path) const;
  PathId wholeLock(PathId lock) const;
  void collect(const SharedData& data);
  std::set<Datum> guardedSomewhere(const SharedData& data) const;
  bool isExcluded(const Occurrence& at) const;
  static bool canGuard(const HeldLock& lock);
  void add(const Occurrence& at, const Datum& datum);
  bool isThroughCapture(PathId path) const;
  bool counts(const Occurrence& at) const;
  bool canOverlap(const Occurrence& a, const Occurrence& b) const;
  bool meetsOthers(const Occurrence& at, bool isWrite, const Group& group) const;
  void dropLonely(Group& group) const;
  const Declarations::Locks& declared(const Datum& datum) const;
  Guard named(const DeclaredLock& lock) const;
  void conclude(const Datum& datum, const Group& group);
  Belief judge(const Guard& guard, PathId lock, const Group& group) const;
  Place placeOf(const Guard& guard, const Seen& seen) const;
  bool isHeldByCallers(const Guard& guard, const Occurrence& at) const;
  bool asksForLock(FunctionId function) const;

  Contexts& contexts_;
  const Concurrency& concurrency_;
  const Describe& describe_;
  std::map<Datum, Group> groups_;
  std::map<Datum, Belief> beliefs_;
  mutable std::map<NodeId, bool> isSetUp_;
  mutable std::map<FunctionId, bool> asksForLock_;
};

}  // namespace gordian::analyzer
