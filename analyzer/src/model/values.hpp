// Places and values of the analysed program, as facts name them.
//
// A *place* is a piece of storage, named by a base and the steps that lead from it. A *value* is
// what an argument or an assignment carries: the address of a place, what a place holds, a
// function, a constant. References are pointers here: naming `r.x` of a reference `r` is the place
// (r, Deref, Field x), and binding `r` to `y` stores the value Address(y).
// Everything is an index into tables of the unit or the function; nothing refers to Clang.
#pragma once

#include <cstdint>
#include <vector>

namespace gordian::analyzer {

enum class TypeId : std::uint32_t {};  // index into Unit::types; 0: of no interest

enum class Base : std::uint8_t {
  Unknown,  // a place that the extraction cannot name: aliases nothing, protects nothing
  Formal,   // parameter `index`; of a member function 0 is `this` (a pointer), of a lambda the
            // closure
  Local,    // index into Function::locals
  Global,   // index into Unit::variables: namespace scope, static member, function-local static
  Result,   // what event `index` of this function gave back: a temporary, or memory from `new`
};

enum class Step : std::uint8_t {
  Field,     // of a record: index into Unit::fields
  Deref,     // what the pointer or reference points to
  Element,   // of an array or container, at the constant index `index`
  Elements,  // the same at an index that is not constant: `index` into Function::indices
  // After Deref: so many objects further, `index` into Function::indices. `p[i]` of a pointer p is
  // (p, Deref, Offset i), `p + i` the address of that, and an array decays to the address of its
  // Element 0. An Offset that comes to stand behind an Element or Elements (by substitution) moves
  // that step; otherwise it is an element of its own.
  Offset,
};

struct PathStep {
  Step step = Step::Field;
  std::uint32_t index = 0;
  bool operator==(const PathStep&) const = default;
};

struct Place {
  Base base = Base::Unknown;
  std::uint32_t index = 0;
  std::vector<PathStep> steps;
  bool operator==(const Place&) const = default;
};

enum class ValueKind : std::uint8_t {
  Unknown,
  Held,      // what `place` holds
  Address,   // of `place`
  Function,  // `function`: index into Unit::functionNames
  Integer,   // `integer`: a constant; true and false are 1 and 0
  Null,
  Equals,   // 1 when what `place` holds equals `integer`, else 0: `!ok`, `rc == 0`
  Differs,  // the opposite: `rc != EBUSY`
};

struct Value {
  ValueKind kind = ValueKind::Unknown;
  Place place;
  std::uint32_t function = 0;
  std::int64_t integer = 0;
  // The declared type without references and qualifiers; tells std::adopt_lock from a mutex.
  TypeId type{};
  bool operator==(const Value&) const = default;
};

// What stands between the brackets. The same expression has one entry in a function, as long as
// it is made of constants and of what `reads` lists: it means the same element until one of those
// is written. An expression that does more (calls, side effects) has an entry for each occurrence.
struct IndexExpression {
  Value value;               // Held(place), Integer, or Unknown: more than one operand
  std::vector<Place> reads;  // empty with an Unknown value: equal to nothing else
  bool operator==(const IndexExpression&) const = default;
};

// A point in the source: where a person looks. Macros: where the macro is used.
struct Location {
  std::uint32_t file = 0;  // index into Unit::files
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const Location&) const = default;
};

}  // namespace gordian::analyzer
