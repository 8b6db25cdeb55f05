// All units joined: one number for what has one name, one body for each function.
//
// Deterministic: whatever order the units are added in, the same numbers come out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "../model/unit.hpp"
#include "ids.hpp"

namespace gordian::analyzer {

struct LinkedLocation {
  FileId file{};
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const LinkedLocation&) const = default;
};

struct TypeInfo {
  std::string name;  // as in the model, without inline namespaces of the library
  std::string full;
  RecordId record = kNoRecord;
  bool isAtomic = false;
  bool isPointer = false;
  bool isCapability = false;
};

// A declaration's capability, with the unit in which its arguments mean something.
struct DeclaredCapability {
  const Capability* capability = nullptr;
  std::uint32_t unit = 0;
};

struct FieldInfo {
  std::string name;
  LinkedType type{};
  LinkedLocation location;
  RecordId record = kNoRecord;
  bool isConst = false;
  std::vector<DeclaredCapability> capabilities;
};

struct RecordInfo {
  std::string name;    // with template arguments
  std::string simple;  // without: "ns::Account"
  LinkedLocation location;
  std::vector<FieldId> fields;
  std::vector<std::string> bases;  // full names
  bool isInstantiated = false;
  std::vector<DeclaredCapability> capabilities;
};

struct VariableInfo {
  std::string key;
  std::string name;
  LinkedType type{};
  LinkedLocation location;
  bool isThreadLocal = false;
  bool isConst = false;
  bool isStaticLocal = false;
  std::vector<DeclaredCapability> capabilities;
};

struct FunctionInfo {
  std::string key;
  std::string name;  // without inline namespaces of the library
  std::string full;
  std::uint32_t parameters = 0;
  bool isMember = false;
  bool isSystem = false;
  bool isVirtual = false;
  const Function* body = nullptr;
  std::uint32_t unit = 0;  // of the body
  LinkedLocation location;
  LinkedLocation declared;             // the first declaration
  std::vector<FunctionId> overriders;  // directly
  std::vector<FunctionId> reaches;
  std::vector<DeclaredCapability> capabilities;

  bool isConst() const;  // a const member function, as its mangled name says
};

struct FileInfo {
  std::string path;
  bool isSystem = false;
};

// The numbers of one unit's tables in the program.
struct UnitNumbers {
  std::vector<FileId> files;
  std::vector<LinkedType> types;
  std::vector<FieldId> fields;
  std::vector<VariableId> variables;
  std::vector<FunctionId> functions;
};

class Program {
 public:
  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Bodies that earlier units have, too, are dropped at once.
  void add(Unit unit);
  // After the last unit; adding more afterwards is fine and asks for another link().
  void link();

  const std::vector<Unit>& units() const { return units_; }
  const UnitNumbers& numbers(std::uint32_t unit) const { return numbers_[unit]; }
  const std::vector<FunctionInfo>& functions() const { return functions_; }
  const std::vector<FieldInfo>& fields() const { return fields_; }
  const std::vector<VariableInfo>& variables() const { return variables_; }
  const std::vector<RecordInfo>& records() const { return records_; }
  const std::vector<TypeInfo>& types() const { return types_; }
  const std::vector<FileInfo>& files() const { return files_; }

  const FunctionInfo& operator[](FunctionId id) const { return functions_[index(id)]; }
  const FieldInfo& operator[](FieldId id) const { return fields_[index(id)]; }
  const VariableInfo& operator[](VariableId id) const { return variables_[index(id)]; }
  const RecordInfo& operator[](RecordId id) const { return records_[index(id)]; }
  const TypeInfo& operator[](LinkedType id) const { return types_[index(id)]; }
  const FileInfo& operator[](FileId id) const { return files_[index(id)]; }

  // Stands for the results of all promises: who sets one tells whoever waits for a future.
  VariableId promised() const { return static_cast<VariableId>(variables_.size() - 1); }
  FunctionId find(std::string_view key) const;  // kNoFunction
  LinkedLocation locate(std::uint32_t unit, const Location& location) const;
  // The class of a member function's `this`; kNoRecord where its body is in no unit.
  RecordId classOf(FunctionId function) const;

 private:
  class Joiner;

  std::vector<Unit> units_;
  std::unordered_map<std::string, std::vector<std::uint64_t>> seenBodies_;  // hashes by key
  std::vector<UnitNumbers> numbers_;
  std::vector<FunctionInfo> functions_;
  std::vector<FieldInfo> fields_;
  std::vector<VariableInfo> variables_;
  std::vector<RecordInfo> records_;
  std::vector<TypeInfo> types_;
  std::vector<FileInfo> files_;
  std::unordered_map<std::string, FunctionId> functionByKey_;
  std::unordered_map<std::string, RecordId> recordBySimpleName_;
};

// "std::__cxx11::list" -> "std::list": namespaces that only a library's versions tell apart.
std::string withoutInlineNamespaces(std::string_view name);
// "ns::Box<int>::Item" -> "ns::Box::Item"
std::string withoutTemplateArguments(std::string_view name);

}  // namespace gordian::analyzer
