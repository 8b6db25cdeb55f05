// The facts of one translation unit: a plain value, read from a file and trusted in nothing.
//
// Names of the unit are strings that mean the same in all units: a function of external linkage by
// its mangled name, one of internal linkage by path of the unit and mangled name, a lambda by its
// function and ordinal. So the link compares strings and knows nothing else of a unit. A function
// that stands in a header is in the facts of each unit that uses it; equal bodies have equal hashes
// and are linked once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events.hpp"
#include "values.hpp"

namespace gordian::analyzer {

struct File {
  std::string path;       // absolute and normal
  bool isSystem = false;  // a system header, as the compiler says
  bool operator==(const File&) const = default;
};

// What the checker must know of a type: of records, and of whatever names a library's type.
struct Type {
  std::string name;          // qualified, without template arguments: "std::lock_guard"
  std::string full;          // with them: for messages
  std::uint32_t record = 0;  // index into Unit::records + 1; 0: its body is not here
  bool isAtomic = false;
  bool isPointer = false;  // `name` and `record` are then those of what it points to
  // Clang's attribute says that it is a lock; of what a pointer points to. Of libraries, too.
  bool isCapability = false;
  bool operator==(const Type&) const = default;
};

// Clang's thread-safety attributes, where written: GUARDED_BY, REQUIRES, ACQUIRED_BEFORE, …
struct Capability {
  enum class Kind : std::uint8_t {
    Capability,        // of a record: it is a lock
    ScopedCapability,  // of a record: it is a guard
    GuardedBy,         // of a field or variable
    PointsToGuardedBy,
    AcquiredBefore,
    AcquiredAfter,
    Requires,  // from here on of a function
    RequiresShared,
    Acquires,
    AcquiresShared,
    TryAcquires,
    TryAcquiresShared,
    Releases,
    ReleasesShared,
    ReleasesGeneric,
    Excludes,
    Returns,
    NoAnalysis,
    Asserts,  // whoever calls it holds the lock
    AssertsShared,
  };
  Kind kind = Kind::Capability;
  std::vector<Value> arguments;  // places relative to the declaration: Formal 0 is the object
  std::int64_t success = 1;      // of TryAcquires: the result that means "acquired"
  bool operator==(const Capability&) const = default;
};

struct Field {
  std::string name;  // "Account::balance", qualified, with template arguments
  TypeId type{};
  Location location;
  bool isConst = false;
  bool isMutable = false;
  std::vector<Capability> capabilities;
  bool operator==(const Field&) const = default;
};

struct Record {
  std::string name;  // qualified, with template arguments
  Location location;
  std::vector<std::uint32_t> fields;  // of Unit::fields
  std::vector<TypeId> bases;
  bool isInstantiated = false;  // an object of just this class is made somewhere in this unit
  std::vector<Capability> capabilities;
  bool operator==(const Record&) const = default;
};

struct Variable {
  std::string key;   // the same in all units
  std::string name;  // qualified, for messages
  TypeId type{};
  Location location;
  bool isThreadLocal = false;
  bool isConst = false;              // const or constexpr, and initialised without code
  bool isStaticLocal = false;        // of a function: initialised once, at first use
  bool isInitialisedByCode = false;  // before main, in an order that is not known
  std::vector<Capability> capabilities;
  bool operator==(const Variable&) const = default;
};

struct FunctionName {
  std::string key;   // the same in all units
  std::string name;  // qualified, without template arguments and parameters: what tables match
  std::string full;  // with them, for messages
  std::uint32_t parameters = 0;
  bool isMember = false;  // parameter 0 is `this`
  bool isSystem = false;  // declared in a system header
  bool isVirtual = false;
  Location declared;  // its first declaration, of the project's functions
  // The functions that this virtual one overrides, directly: indices into Unit::functionNames.
  // The instances of a generic lambda override its call operator, which is what a Closure names.
  std::vector<std::uint32_t> overrides;
  // Of a system function: those of the project's functions that its body calls, directly or through
  // other system functions, before it returns (std::make_unique, std::sort, std::unique_ptr's
  // destructor). How often, in which order and with what is not known.
  std::vector<std::uint32_t> reaches;
  std::vector<Capability> capabilities;
  bool operator==(const FunctionName&) const = default;
};

struct Local {
  std::string name;  // empty: a temporary
  TypeId type{};
  Location location;
  bool isReference = false;
  bool escapes = false;  // its address is taken, or it is captured by reference
  bool operator==(const Local&) const = default;
};

enum FunctionFlag : std::uint16_t {
  kConstructor = 1,
  kDestructor = 2,
  kLambda = 4,
  kCoroutine = 8,  // implicit parts are left out
  kMain = 16,
  kVirtual = 32,
  kNoThrow = 64,
  kInHeader = 128,       // not in the unit's main file
  kIncomplete = 256,     // parts could not be read: nothing may be concluded from what is missing
  kInitialiser = 512,    // runs before main: the initialiser of a variable at namespace scope
  kAsksForOrder = 1024,  // which of two objects comes first, by address or the same member of both
};

struct Function {
  std::uint32_t name = 0;  // index into Unit::functionNames
  std::uint16_t flags = 0;
  Location location;
  Location end;
  std::uint64_t bodyHash = 0;  // of the tokens of its body and its name; equal: the same function
  std::vector<Local> formals;  // `this` included
  std::vector<Local> locals;
  std::vector<Block> blocks;  // 0 is the entry
  std::vector<Event> events;
  std::vector<IndexExpression> indices;
  std::uint32_t closureRecord = 0;  // of a lambda: Unit::records of its object + 1
  bool operator==(const Function&) const = default;
};

// A diagnostic of the compiler: the unit is then incomplete.
struct Problem {
  Location location;
  std::string text;
  bool operator==(const Problem&) const = default;
};

// `// gordian: allow(GD401) reason`, at its line.
struct Allowance {
  Location location;
  std::string ids;
  std::string reason;
  bool operator==(const Allowance&) const = default;
};

struct Unit {
  std::string source;  // absolute path of the main file
  std::vector<File> files;
  std::vector<Type> types;  // [0] is "of no interest"
  std::vector<Record> records;
  std::vector<Field> fields;
  std::vector<Variable> variables;
  std::vector<FunctionName> functionNames;
  std::vector<Function> functions;
  std::vector<Problem> problems;
  std::vector<Allowance> allowances;
  bool operator==(const Unit&) const = default;
};

}  // namespace gordian::analyzer
