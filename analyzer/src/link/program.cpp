#include "program.hpp"

#include <algorithm>
#include <array>

namespace gordian::analyzer {
namespace {

constexpr std::array<std::string_view, 5> kInlineNamespaces{"__cxx11", "__1", "_V2", "__ndk1",
                                                            "__debug"};

bool isInlineNamespace(std::string_view part) {
  return std::find(kInlineNamespaces.begin(), kInlineNamespaces.end(), part) !=
             kInlineNamespaces.end() ||
         part.starts_with("lts_") || part.starts_with("debian");
}

}  // namespace

bool FunctionInfo::isConst() const {
  return key.find("_ZNK") != std::string::npos;
}

std::string withoutInlineNamespaces(std::string_view name) {
  std::string result;
  while (true) {
    const std::size_t end = name.find("::");
    const std::string_view part = name.substr(0, end);
    if (end == std::string_view::npos || !isInlineNamespace(part)) result += part;
    if (end == std::string_view::npos) return result;
    if (!isInlineNamespace(part)) result += "::";
    name.remove_prefix(end + 2);
  }
}

std::string withoutTemplateArguments(std::string_view name) {
  std::string result;
  int depth = 0;
  for (const char c : name) {
    if (c == '<') ++depth;
    if (depth == 0) result += c;
    if (c == '>') depth = std::max(0, depth - 1);
  }
  return result;
}

// Numbers are given unit by unit in the order of their sources, and a declaration's description is
// the first one.
class Program::Joiner {
 public:
  explicit Joiner(Program& program) : p_(program) {}

  void join(std::uint32_t number) {
    const Unit& unit = p_.units_[number];
    UnitNumbers& numbers = p_.numbers_[number];
    for (const File& file : unit.files) numbers.files.push_back(fileOf(file));
    const auto firstType = numbers.types.size();
    for (const Type& type : unit.types) numbers.types.push_back(typeOf(type));
    for (const Variable& variable : unit.variables)
      numbers.variables.push_back(variableOf(variable, number));
    for (const Field& field : unit.fields) numbers.fields.push_back(fieldOf(field, number));
    for (const Record& record : unit.records) addRecord(record, number);
    for (std::size_t i = firstType; i < unit.types.size(); ++i) {
      if (unit.types[i].record == 0) continue;
      TypeInfo& type = p_.types_[index(numbers.types[i])];
      type.record = records_.at(unit.records[unit.types[i].record - 1].name);
    }
    for (const FunctionName& name : unit.functionNames)
      numbers.functions.push_back(functionOf(name, number));
    for (std::size_t i = 0; i < unit.functionNames.size(); ++i) connect(unit, numbers, i);
    for (const Function& function : unit.functions) addBody(function, number);
  }

 private:
  template <class Id>
  static std::pair<Id, bool> number(std::unordered_map<std::string, Id>& known,
                                    const std::string& name, std::size_t next) {
    const auto [place, isNew] = known.try_emplace(name, static_cast<Id>(next));
    return {place->second, isNew};
  }

  FileId fileOf(const File& file) {
    const auto [id, isNew] = number(files_, file.path, p_.files_.size());
    if (isNew) p_.files_.push_back({file.path, file.isSystem});
    return id;
  }

  LinkedType typeOf(const Type& type) {
    if (p_.types_.empty()) p_.types_.emplace_back();
    if (type.name.empty()) return LinkedType{};
    const auto [id, isNew] =
        number(types_, type.full + (type.isPointer ? "*" : ""), p_.types_.size());
    if (isNew)
      p_.types_.push_back({withoutInlineNamespaces(type.name), type.full, kNoRecord, type.isAtomic,
                           type.isPointer, type.isCapability});
    return id;
  }

  static void declare(std::vector<DeclaredCapability>& known,
                      const std::vector<Capability>& written, std::uint32_t unit) {
    if (!known.empty()) return;
    for (const Capability& capability : written) known.push_back({&capability, unit});
  }

  FieldId fieldOf(const Field& field, std::uint32_t unit) {
    const auto [id, isNew] = number(fields_, field.name, p_.fields_.size());
    if (isNew) {
      p_.fields_.emplace_back();
      FieldInfo& info = p_.fields_.back();
      info.name = field.name;
      info.type = p_.numbers_[unit].types[index(field.type)];
      info.location = p_.locate(unit, field.location);
      info.isConst = field.isConst;
    }
    declare(p_.fields_[index(id)].capabilities, field.capabilities, unit);
    return id;
  }

  VariableId variableOf(const Variable& variable, std::uint32_t unit) {
    const auto [id, isNew] = number(variables_, variable.key, p_.variables_.size());
    if (isNew) {
      p_.variables_.emplace_back();
      VariableInfo& info = p_.variables_.back();
      info.key = variable.key;
      info.name = variable.name;
      info.type = p_.numbers_[unit].types[index(variable.type)];
      info.location = p_.locate(unit, variable.location);
      info.isThreadLocal = variable.isThreadLocal;
      info.isConst = variable.isConst;
      info.isStaticLocal = variable.isStaticLocal;
    }
    declare(p_.variables_[index(id)].capabilities, variable.capabilities, unit);
    return id;
  }

  void addRecord(const Record& record, std::uint32_t unit) {
    const auto [id, isNew] = number(records_, record.name, p_.records_.size());
    if (isNew) {
      p_.records_.emplace_back();
      RecordInfo& info = p_.records_.back();
      info.name = record.name;
      info.simple = withoutInlineNamespaces(withoutTemplateArguments(record.name));
      info.location = p_.locate(unit, record.location);
      p_.recordBySimpleName_.emplace(info.simple, id);
    }
    RecordInfo& info = p_.records_[index(id)];
    info.isInstantiated |= record.isInstantiated;
    declare(info.capabilities, record.capabilities, unit);
    if (info.fields.empty()) {
      for (const std::uint32_t field : record.fields) {
        info.fields.push_back(p_.numbers_[unit].fields[field]);
        p_.fields_[index(info.fields.back())].record = id;
      }
    }
    if (info.bases.empty()) {
      for (const TypeId base : record.bases)
        info.bases.push_back(p_.units_[unit].types[index(base)].full);
    }
  }

  FunctionId functionOf(const FunctionName& name, std::uint32_t unit) {
    const auto [id, isNew] = number(p_.functionByKey_, name.key, p_.functions_.size());
    if (isNew) {
      p_.functions_.emplace_back();
      FunctionInfo& info = p_.functions_.back();
      info.key = name.key;
      info.name = withoutInlineNamespaces(name.name);
      info.full = name.full;
      info.parameters = name.parameters;
      info.isMember = name.isMember;
      info.isSystem = name.isSystem;
      info.isVirtual = name.isVirtual;
      info.declared = p_.locate(unit, name.declared);
    }
    declare(p_.functions_[index(id)].capabilities, name.capabilities, unit);
    return id;
  }

  void connect(const Unit& unit, const UnitNumbers& numbers, std::size_t i) {
    const FunctionId self = numbers.functions[i];
    for (const std::uint32_t base : unit.functionNames[i].overrides)
      addOnce(p_.functions_[index(numbers.functions[base])].overriders, self);
    for (const std::uint32_t callee : unit.functionNames[i].reaches)
      addOnce(p_.functions_[index(self)].reaches, numbers.functions[callee]);
  }

  static void addOnce(std::vector<FunctionId>& list, FunctionId id) {
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
  }

  void addBody(const Function& function, std::uint32_t unit) {
    if (function.blocks.empty()) return;
    FunctionInfo& info = p_.functions_[index(p_.numbers_[unit].functions[function.name])];
    if (info.body != nullptr && info.body->bodyHash <= function.bodyHash) return;
    info.body = &function;
    info.unit = unit;
    info.location = p_.locate(unit, function.location);
  }

  Program& p_;
  std::unordered_map<std::string, FileId> files_;
  std::unordered_map<std::string, LinkedType> types_;
  std::unordered_map<std::string, FieldId> fields_;
  std::unordered_map<std::string, VariableId> variables_;
  std::unordered_map<std::string, RecordId> records_;
};

void Program::add(Unit unit) {
  for (Function& function : unit.functions) {
    std::vector<std::uint64_t>& seen = seenBodies_[unit.functionNames[function.name].key];
    if (std::find(seen.begin(), seen.end(), function.bodyHash) == seen.end()) {
      seen.push_back(function.bodyHash);
    } else {
      function.blocks = {};
      function.events = {};
    }
  }
  units_.push_back(std::move(unit));
}

void Program::link() {
  std::stable_sort(units_.begin(), units_.end(),
                   [](const Unit& a, const Unit& b) { return a.source < b.source; });
  numbers_.assign(units_.size(), {});
  functions_.clear();
  fields_.clear();
  variables_.clear();
  records_.clear();
  types_.clear();
  files_.clear();
  functionByKey_.clear();
  recordBySimpleName_.clear();
  Joiner joiner(*this);
  for (std::uint32_t i = 0; i < units_.size(); ++i) joiner.join(i);
  variables_.emplace_back().name = "a promise";
}

FunctionId Program::find(std::string_view key) const {
  const auto place = functionByKey_.find(std::string(key));
  return place == functionByKey_.end() ? kNoFunction : place->second;
}

LinkedLocation Program::locate(std::uint32_t unit, const Location& location) const {
  if (location.line == 0) return {};
  return {numbers_[unit].files[location.file], location.line, location.column};
}

RecordId Program::classOf(FunctionId function) const {
  const FunctionInfo& info = (*this)[function];
  const std::size_t end = info.name.rfind("::");
  if (!info.isMember || end == std::string::npos) return kNoRecord;
  const auto place = recordBySimpleName_.find(info.name.substr(0, end));
  return place == recordBySimpleName_.end() ? kNoRecord : place->second;
}

}  // namespace gordian::analyzer
