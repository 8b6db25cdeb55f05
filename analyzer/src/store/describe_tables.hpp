// The tables of a unit: what its functions refer to.
#pragma once

#include "describe.hpp"

namespace gordian::analyzer {

template <class Archive>
void Description<Archive>::capability(Capability& value) {
  kind(value.kind, Capability::Kind::AssertsShared, "capability");
  list(value.arguments, [&](Value& argument) { this->value(argument); });
  signedNumber(value.success);
}

// Places in them are relative to the declaration: there are no locals, no events and no indices.
template <class Archive>
void Description<Archive>::capabilities(std::vector<Capability>& values, std::uint64_t formals) {
  formals_ = formals;
  locals_ = events_ = indices_ = 0;
  list(values, [&](Capability& item) { capability(item); });
}

template <class Archive>
void Description<Archive>::type(Type& value) {
  archive_.text(value.name);
  archive_.text(value.full);
  index(value.record, records_ + 1, "record");
  archive_.flag(value.isAtomic);
  archive_.flag(value.isPointer);
  archive_.flag(value.isCapability);
}

template <class Archive>
void Description<Archive>::record(Record& value) {
  archive_.text(value.name);
  location(value.location);
  list(value.fields, [&](std::uint32_t& field) { index(field, fields_, "field"); });
  list(value.bases, [&](TypeId& base) { typeId(base); });
  archive_.flag(value.isInstantiated);
  capabilities(value.capabilities, 1);
}

template <class Archive>
void Description<Archive>::field(Field& value) {
  archive_.text(value.name);
  typeId(value.type);
  location(value.location);
  archive_.flag(value.isConst);
  archive_.flag(value.isMutable);
  capabilities(value.capabilities, 1);
}

template <class Archive>
void Description<Archive>::variable(Variable& value) {
  archive_.text(value.key);
  archive_.text(value.name);
  typeId(value.type);
  location(value.location);
  archive_.flag(value.isThreadLocal);
  archive_.flag(value.isConst);
  archive_.flag(value.isStaticLocal);
  archive_.flag(value.isInitialisedByCode);
  capabilities(value.capabilities, 1);
}

template <class Archive>
void Description<Archive>::functionName(FunctionName& value) {
  archive_.text(value.key);
  archive_.text(value.name);
  archive_.text(value.full);
  any(value.parameters);
  archive_.flag(value.isMember);
  archive_.flag(value.isSystem);
  archive_.flag(value.isVirtual);
  location(value.declared);
  for (auto* names : {&value.overrides, &value.reaches})
    list(*names, [&](std::uint32_t& name) { index(name, names_, "function name"); });
  // One more than there are parameters: whether `this` is counted among them does not matter here.
  capabilities(value.capabilities, std::uint64_t{value.parameters} + 1);
}

template <class Archive>
void Description<Archive>::unit(Unit& value) {
  archive_.text(value.source);
  archive_.open(value.files);
  archive_.open(value.types);
  archive_.open(value.records);
  archive_.open(value.fields);
  archive_.open(value.variables);
  archive_.open(value.functionNames);
  files_ = value.files.size();
  types_ = value.types.size();
  records_ = value.records.size();
  fields_ = value.fields.size();
  variables_ = value.variables.size();
  names_ = value.functionNames.size();
  for (File& file : value.files) {
    archive_.text(file.path);
    archive_.flag(file.isSystem);
  }
  for (Type& item : value.types) type(item);
  for (Record& item : value.records) record(item);
  for (Field& item : value.fields) field(item);
  for (Variable& item : value.variables) variable(item);
  for (FunctionName& item : value.functionNames) functionName(item);
  list(value.functions, [&](Function& item) { function(item); });
  list(value.problems, [&](Problem& item) {
    location(item.location);
    archive_.text(item.text);
  });
  list(value.allowances, [&](Allowance& item) {
    location(item.location);
    archive_.text(item.ids);
    archive_.text(item.reason);
  });
}

}  // namespace gordian::analyzer
