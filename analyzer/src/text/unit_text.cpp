#include "unit_text.hpp"

#include "value_text.hpp"

namespace gordian::analyzer {
namespace {

class Writer {
 public:
  Writer(const Unit& unit, const TextOptions& options, std::ostream& out)
      : unit_(unit), options_(options), out_(out) {}

  void write();

 private:
  void writeTables();
  void writeVariableTable();
  void writeNames();
  void writeFunction(const Function& function);
  void writeBlock(const Function& function, std::size_t index);
  void writeEvent(const Function& function, std::size_t index);
  void writeSuccessors(const Function& function, const Block& block);
  void writeVariables(const char* kind, const std::vector<Local>& variables);
  void writeIndices(const Function& function);

  std::string place(const Location& location, const Location& from) const;
  std::string typeName(TypeId type) const;
  std::string fileName(std::uint32_t file) const;
  std::string capabilityText(const std::vector<Capability>& capabilities,
                             std::uint32_t formals) const;

  const Unit& unit_;
  const TextOptions& options_;
  std::ostream& out_;
};

struct FlagName {
  std::uint16_t flag;
  const char* name;
};

constexpr FlagName kEventFlags[] = {
    {kAtomic, "atomic"},    {kVolatile, "volatile"}, {kImplicit, "implicit"}, {kInLoop, "loop"},
    {kInitialises, "init"}, {kNoReturn, "noreturn"}, {kUnwinds, "unwinds"},
};
constexpr FlagName kFunctionFlags[] = {
    {kConstructor, "constructor"},
    {kDestructor, "destructor"},
    {kLambda, "lambda"},
    {kCoroutine, "coroutine"},
    {kMain, "main"},
    {kVirtual, "virtual"},
    {kNoThrow, "nothrow"},
    {kInHeader, "header"},
    {kIncomplete, "incomplete"},
    {kInitialiser, "initialiser"},
    {kAsksForOrder, "asks-for-order"},
};
constexpr const char* kEventNames[] = {"read", "write", "assign", "call", "closure", "return"};

constexpr const char* kCapabilityNames[] = {
    "capability",      "scoped-capability", "guarded-by",       "points-to-guarded-by",
    "acquired-before", "acquired-after",    "requires",         "requires-shared",
    "acquires",        "acquires-shared",   "try-acquires",     "try-acquires-shared",
    "releases",        "releases-shared",   "releases-generic", "excludes",
    "returns",         "no-analysis",       "asserts",          "asserts-shared"};

template <std::size_t size>
std::string flagText(std::uint16_t flags, const FlagName (&names)[size]) {
  std::string text;
  for (const FlagName& name : names) {
    if (flags & name.flag) text += std::string(" ") + name.name;
  }
  return text;
}

std::string Writer::fileName(std::uint32_t file) const {
  if (file >= unit_.files.size()) return "?";
  const std::string& path = unit_.files[file].path;
  return path.substr(path.rfind('/') + 1);
}

std::string Writer::place(const Location& location, const Location& from) const {
  std::string text;
  if (location.file != from.file) text = fileName(location.file) + ":";
  return text + std::to_string(location.line) + ":" + std::to_string(location.column);
}

std::string Writer::typeName(TypeId type) const {
  const auto index = static_cast<std::uint32_t>(type);
  if (index == 0 || index >= unit_.types.size()) return "";
  return ": " + unit_.types[index].full;
}

void Writer::writeVariables(const char* kind, const std::vector<Local>& variables) {
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Local& variable = variables[i];
    const bool isTemporary = variable.name.empty();
    out_ << "  " << kind << " "
         << (isTemporary ? (kind[0] == 'f' ? "formal" : "temp") + std::to_string(i) : variable.name)
         << typeName(variable.type) << (variable.isReference ? " &" : "")
         << (variable.escapes ? " escapes" : "") << "\n";
  }
}

void Writer::writeEvent(const Function& function, std::size_t index) {
  const Event& event = function.events[index];
  const ValueText text(unit_, function);
  out_ << "    @" << index << " " << place(event.location, function.location) << " "
       << kEventNames[static_cast<std::size_t>(event.kind)] << " ";
  switch (event.kind) {
    case EventKind::Read:
    case EventKind::Write:
      out_ << text.of(event.place);
      break;
    case EventKind::Assign:
      out_ << text.of(event.place) << " = " << text.of(event.value);
      break;
    case EventKind::Return:
      out_ << text.of(event.value);
      break;
    case EventKind::Closure:
      out_ << text.of(event.place) << " = ";
      [[fallthrough]];
    case EventKind::Call: {
      out_ << text.of(event.callee) << " (";
      const char* separator = "";
      for (const Value& argument : event.arguments) {
        out_ << separator << text.of(argument);
        separator = ", ";
      }
      out_ << ")";
      break;
    }
  }
  out_ << flagText(event.flags, kEventFlags) << "\n";
}

void Writer::writeSuccessors(const Function& function, const Block& block) {
  if (block.successors.empty()) return;
  const ValueText text(unit_, function);
  out_ << "    -> b" << block.successors[0];
  if (block.condition) {
    const std::string value = text.of(block.condition->value);
    const std::string constant = std::to_string(block.condition->constant);
    switch (block.condition->test) {
      case Test::True:
        out_ << " if " << value;
        break;
      case Test::Equal:
        out_ << " if " << value << " == " << constant;
        break;
      case Test::Less:
        out_ << " if " << value << " < " << constant;
        break;
      case Test::Unknown:
        out_ << " if ?";
    }
    out_ << ", else";
  }
  for (std::size_t i = 1; i < block.successors.size(); ++i) out_ << " b" << block.successors[i];
  out_ << "\n";
}

void Writer::writeBlock(const Function& function, std::size_t index) {
  const Block& block = function.blocks[index];
  out_ << "  b" << index << (block.isLoopHead ? " loop" : "") << (block.isCatch ? " catch" : "")
       << (block.isUnwinding ? " unwinding" : "") << ":\n";
  for (std::uint32_t i = 0; i < block.eventCount; ++i) writeEvent(function, block.firstEvent + i);
  writeSuccessors(function, block);
}

void Writer::writeIndices(const Function& function) {
  const ValueText text(unit_, function);
  for (std::size_t i = 0; i < function.indices.size(); ++i) {
    out_ << "  index #" << i << " " << text.of(function.indices[i].value);
    const char* separator = " reads ";
    for (const Place& place : function.indices[i].reads) {
      out_ << separator << text.of(place);
      separator = ", ";
    }
    out_ << "\n";
  }
}

void Writer::writeFunction(const Function& function) {
  const bool isNamed = function.name < unit_.functionNames.size();
  out_ << "function " << (isNamed ? unit_.functionNames[function.name].full : "?");
  if (options_.withKeys && isNamed) out_ << " [" << unit_.functionNames[function.name].key << "]";
  out_ << " " << fileName(function.location.file) << ":" << function.location.line << ":"
       << function.location.column << flagText(function.flags, kFunctionFlags) << "\n";
  writeVariables("formal", function.formals);
  writeVariables("local", function.locals);
  writeIndices(function);
  for (std::size_t i = 0; i < function.blocks.size(); ++i) writeBlock(function, i);
  out_ << "\n";
}

void Writer::writeTables() {
  for (const Record& record : unit_.records) {
    out_ << "record " << record.name << (record.isInstantiated ? " instantiated" : "");
    for (const TypeId base : record.bases) out_ << typeName(base);
    out_ << capabilityText(record.capabilities, 0) << "\n";
    for (const std::uint32_t index : record.fields) {
      const Field& field = unit_.fields[index];
      out_ << "  field " << lastName(field.name) << typeName(field.type)
           << (field.isConst ? " const" : "") << (field.isMutable ? " mutable" : "")
           << capabilityText(field.capabilities, 0) << "\n";
    }
  }
  writeVariableTable();
  writeNames();
}

std::string Writer::capabilityText(const std::vector<Capability>& capabilities,
                                   std::uint32_t formals) const {
  Function scope;
  scope.formals.resize(formals + 1);
  const ValueText text(unit_, scope);
  std::string result;
  for (const Capability& capability : capabilities) {
    result += std::string(" ") + kCapabilityNames[static_cast<std::size_t>(capability.kind)];
    if (capability.arguments.empty()) continue;
    result += "(";
    for (const Value& argument : capability.arguments) {
      if (result.back() != '(') result += ", ";
      result += text.of(argument);
    }
    result += ")";
  }
  return result;
}

// Names of which there is more to say than that they are called.
void Writer::writeNames() {
  for (const FunctionName& name : unit_.functionNames) {
    if (name.overrides.empty() && name.reaches.empty() && name.capabilities.empty()) continue;
    out_ << "name " << name.full << capabilityText(name.capabilities, name.parameters) << "\n";
    for (const std::uint32_t other : name.overrides) {
      out_ << "  overrides " << unit_.functionNames[other].full << "\n";
    }
    for (const std::uint32_t other : name.reaches) {
      out_ << "  reaches " << unit_.functionNames[other].full << "\n";
    }
  }
}

void Writer::writeVariableTable() {
  for (const Variable& variable : unit_.variables) {
    out_ << "variable " << variable.name;
    if (options_.withKeys) out_ << " [" << variable.key << "]";
    out_ << typeName(variable.type) << (variable.isThreadLocal ? " thread_local" : "")
         << (variable.isConst ? " const" : "") << (variable.isStaticLocal ? " static-local" : "")
         << (variable.isInitialisedByCode ? " initialised-by-code" : "")
         << capabilityText(variable.capabilities, 0) << "\n";
  }
}

void Writer::write() {
  out_ << "unit " << fileName(0) << "\n";
  for (const Problem& problem : unit_.problems) {
    out_ << "problem " << place(problem.location, {~0U, 0, 0}) << " " << problem.text << "\n";
  }
  for (const Allowance& allowance : unit_.allowances) {
    out_ << "allow " << place(allowance.location, {}) << " " << allowance.ids << " "
         << allowance.reason << "\n";
  }
  if (options_.withTables) writeTables();
  out_ << "\n";
  for (const Function& function : unit_.functions) writeFunction(function);
}

}  // namespace

std::vector<std::string> errorLines(const Unit& unit) {
  std::vector<std::string> lines;
  for (const Problem& problem : unit.problems) {
    std::string line = problem.location.line == 0 || problem.location.file >= unit.files.size()
                           ? unit.source
                           : unit.files[problem.location.file].path;
    if (problem.location.line != 0) {
      line += ":" + std::to_string(problem.location.line) + ":" +
              std::to_string(problem.location.column);
    }
    lines.push_back(line + ": error: " + problem.text);
  }
  return lines;
}

void writeText(const Unit& unit, const TextOptions& options, std::ostream& out) {
  Writer(unit, options, out).write();
}

}  // namespace gordian::analyzer
