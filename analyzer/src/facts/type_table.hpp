// Types, records and fields of a unit, by index. What a record contains is described in the end
// (finish), when no index changes any more: records lead to records without bound.
#pragma once

#include <clang/AST/DeclCXX.h>
#include <llvm/ADT/DenseMap.h>

#include <vector>

#include "model/unit.hpp"
#include "source_files.hpp"
#include "symbol_names.hpp"

namespace gordian::analyzer::facts {

class TypeTable {
 public:
  TypeTable(Unit& unit, SourceFiles& files, SymbolNames& names);

  // 0 for what says nothing: numbers, characters, functions.
  TypeId of(clang::QualType type);
  std::uint32_t record(const clang::RecordDecl& record);
  std::uint32_t field(const clang::FieldDecl& field);
  void noteInstance(clang::QualType type);

  // Describes what was named since the last time; false: there was nothing.
  bool describePending();
  const std::vector<const clang::FieldDecl*>& fields() const { return fieldDeclarations_; }
  const std::vector<const clang::RecordDecl*>& records() const { return recordDeclarations_; }

 private:
  TypeId make(clang::QualType type);
  void describeRecord(std::size_t index);
  std::string nameOf(const clang::FieldDecl& field);
  void describeField(std::size_t index);

  Unit& unit_;
  SourceFiles& files_;
  SymbolNames& names_;
  llvm::DenseMap<const clang::Type*, TypeId> types_;
  llvm::DenseMap<const clang::RecordDecl*, std::uint32_t> records_;
  llvm::DenseMap<const clang::FieldDecl*, std::uint32_t> fields_;
  std::vector<const clang::RecordDecl*> recordDeclarations_;
  std::vector<const clang::FieldDecl*> fieldDeclarations_;
  std::size_t recordsDescribed_ = 0;
  std::size_t fieldsDescribed_ = 0;
};

}  // namespace gordian::analyzer::facts
