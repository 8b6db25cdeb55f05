// What Clang's thread-safety attributes say, where the program has them, in the program's names.
//
// Locks of functions are relative to the formals. Of fields and records *Formal 0 is the object, as
// of member functions. A class that is declared to be a lock and locks a member of its own is known
// by that member: whoever follows its functions sees the member, and both names must be one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "meaning.hpp"
#include "points.hpp"
#include "program.hpp"

namespace gordian::analyzer {

struct DeclaredLock {
  PathId lock{};
  RecordId record = kNoRecord;  // its class
  Mode mode = Mode::Exclusive;
};

// `first` is to be taken before `second`, if both are.
struct DeclaredOrder {
  DeclaredLock first;
  DeclaredLock second;
  LinkedLocation location;  // of the lock that says so
};

class Declarations {
 public:
  Declarations(const Program& program, const LibraryTable& table, Paths& paths);

  using Locks = std::vector<DeclaredLock>;
  const Locks& guards(FieldId field) const { return of(fieldGuards_, index(field)); }
  const Locks& guards(VariableId variable) const { return of(variableGuards_, index(variable)); }
  // Of what the pointer points to.
  const Locks& targetGuards(FieldId field) const { return of(fieldTargets_, index(field)); }
  const Locks& targetGuards(VariableId variable) const {
    return of(variableTargets_, index(variable));
  }
  const Locks& required(FunctionId function) const { return of(required_, index(function)); }
  // What it lets go of is held at its entry.
  const Locks& released(FunctionId function) const { return of(released_, index(function)); }
  const Locks& excluded(FunctionId function) const { return of(excluded_, index(function)); }
  const std::vector<DeclaredOrder>& orders() const { return orders_; }
  bool hasGuards() const;
  bool isUnanalysed(FunctionId function) const { return unanalysed_.count(index(function)) > 0; }

  // Of a function that is declared to acquire or release and whose body does not tell how: it has
  // none, or nothing in it is known to lock. Of one that asserts. Null: no such function.
  const Meaning* meaningOf(FunctionId function) const;
  // Of one declaration; a `function`'s formals give its locks their types.
  Locks locks(const DeclaredCapability& declared, Mode mode, FunctionId function) const;
  // An object of such a class is a lock, or a guard.
  bool isLock(RecordId record) const;
  bool isGuard(RecordId record) const;

  // Once summaries are known: which members the declared locks lock.
  void learn(const std::vector<FunctionFacts>& facts);
  // The lock by the name that it has where it is taken.
  PathId taken(const DeclaredLock& lock) const;
  // The same of a place in `function`.
  PathId taken(PathId lock, FunctionId function) const;

 private:
  using Table = std::unordered_map<std::size_t, Locks>;
  static const Locks& of(const Table& table, std::size_t number);

  std::optional<DeclaredLock> lockOf(const Value& value, std::uint32_t unit, Mode mode,
                                     FunctionId function) const;
  LinkedType typeOfFormal(FunctionId function, std::uint32_t formal) const;
  bool bodyLocks(FunctionId function);
  void giveMeaning(FunctionId function);
  void readNamedAssertions();
  std::vector<Action> guardActions(FunctionId function, const DeclaredCapability& declared) const;
  bool has(RecordId record, Capability::Kind kind) const;
  std::optional<PathId> inner(RecordId record) const;

  const Program& program_;
  const LibraryTable& table_;
  Paths& paths_;
  PathId self_{};  // *Formal 0
  Table fieldGuards_, variableGuards_, fieldTargets_, variableTargets_, required_, released_,
      excluded_;
  std::vector<DeclaredOrder> orders_;
  std::unordered_set<std::size_t> unanalysed_;
  std::unordered_map<std::size_t, std::unique_ptr<Meaning>> meanings_;  // by function
  std::unordered_map<std::size_t, PathId> inner_;                       // by record
  std::vector<FunctionId> locking_;  // lock() of classes whose assertions are known by name
  std::unordered_map<std::string, RecordId> recordByName_;
  std::unordered_map<std::size_t, bool> locks_;  // by function: bodyLocks()
};

}  // namespace gordian::analyzer
