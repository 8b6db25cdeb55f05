// A function as the dataflow walks it: events with the numbers of the linked program, places
// interned, calls with the meaning that the library table gives them.
#pragma once

#include <span>
#include <vector>

#include "block_order.hpp"
#include "constant_pointers.hpp"
#include "declarations.hpp"
#include "meaning.hpp"
#include "paths.hpp"
#include "program.hpp"
#include "state.hpp"

namespace gordian::analyzer {

struct Argument {
  Val value;
  LinkedType type{};
};

// Values are not evaluated yet: Loaded(p) is "what p holds here", Pointer(p) "where p is here".
struct Op {
  EventKind kind = EventKind::Read;
  CalleeKind calleeKind = CalleeKind::Direct;
  std::uint8_t flags = 0;
  PathId place{};
  Val value;  // of Call: what it is called through
  LinkedType type{};
  FunctionId callee = kNoFunction;
  const Meaning* meaning = nullptr;  // of a direct call
  std::uint32_t firstArgument = 0;
  std::uint32_t argumentCount = 0;

  bool has(EventFlag flag) const { return (flags & flag) != 0; }
};

struct Body {
  FunctionId id = kNoFunction;
  const Function* source = nullptr;
  std::uint32_t unit = 0;
  std::vector<Op> ops;  // by event
  std::vector<Argument> arguments;
  std::vector<Val> conditions;  // by block; Unknown where there is none
  BlockOrder order;
  std::vector<std::vector<PathId>> indexReads;  // by index expression

  std::span<const Argument> argumentsOf(const Op& op) const {
    return {arguments.data() + op.firstArgument, op.argumentCount};
  }
};

class Lowering {
 public:
  Lowering(const Program& program, const LibraryTable& table, Paths& paths)
      : program_(program),
        table_(table),
        paths_(paths),
        declarations_(program, table, paths),
        pointers_(program),
        meanings_(program.functions().size()) {}

  // `function` has a body.
  Body lower(FunctionId function);
  // Null: only its body tells. Cached.
  const Meaning* meaningOf(FunctionId function);

  const Program& program() const { return program_; }
  const LibraryTable& table() const { return table_; }
  Paths& paths() { return paths_; }
  Declarations& declarations() { return declarations_; }
  const Declarations& declarations() const { return declarations_; }

 private:
  struct Known {
    bool isKnown = false;
    const Meaning* meaning = nullptr;
  };
  PathId place(const Body& body, const Place& place);
  // The object that the variable `path` always leads to; unknown: perhaps to others.
  PathId targetOf(PathId path);
  Val value(const Body& body, const Value& value);
  void lowerOp(Body& body, const Event& event);

  const Program& program_;
  const LibraryTable& table_;
  Paths& paths_;
  Declarations declarations_;
  ConstantPointers pointers_;
  std::vector<Known> meanings_;
};

// The fields of the closure that function `lambda` is called on, in the order of its captures.
std::vector<FieldId> captureFields(const Program& program, FunctionId lambda);

}  // namespace gordian::analyzer
