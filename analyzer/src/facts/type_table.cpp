#include "type_table.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Type.h>

namespace gordian::analyzer::facts {
namespace {

// An array says what its elements are.
clang::QualType elementOf(clang::QualType type) {
  while (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) {
    type = array->getElementType();
  }
  return type;
}

const clang::RecordDecl* recordOf(clang::QualType type) {
  const auto* record = type->getAs<clang::RecordType>();
  return record ? record->getDecl() : nullptr;
}

}  // namespace

TypeTable::TypeTable(Unit& unit, SourceFiles& files, SymbolNames& names)
    : unit_(unit), files_(files), names_(names) {
  unit_.types.assign(1, {});
}

TypeId TypeTable::of(clang::QualType type) {
  if (type.isNull() || type->isDependentType()) return {};
  type = elementOf(type.getNonReferenceType());
  const clang::Type* canonical = type.getCanonicalType().getTypePtr();
  const auto known = types_.find(canonical);
  if (known != types_.end()) return known->second;
  return types_[canonical] = make(clang::QualType(canonical, 0));
}

TypeId TypeTable::make(clang::QualType type) {
  Type described;
  clang::QualType subject = type;
  if (const auto* atomic = subject->getAs<clang::AtomicType>()) {
    described.isAtomic = true;
    subject = atomic->getValueType();
  }
  if (subject->isAnyPointerType()) {
    described.isPointer = true;
    subject = elementOf(subject->getPointeeType()).getCanonicalType();
  }
  if (const clang::RecordDecl* record = recordOf(subject)) {
    described.name = names_.qualified(*record);
    if (record->isCompleteDefinition() || record->getDefinition()) {
      const clang::RecordDecl* body = record->getDefinition();
      described.isCapability = body->hasAttr<clang::CapabilityAttr>();
      if (!files_.isSystem(body->getLocation())) described.record = this->record(*body) + 1;
    }
  } else if (const auto* enumeration = subject->getAs<clang::EnumType>()) {
    described.name = names_.qualified(*enumeration->getDecl());
  } else if (!described.isAtomic) {
    return {};
  }
  described.full = names_.full(type);
  unit_.types.push_back(std::move(described));
  return static_cast<TypeId>(unit_.types.size() - 1);
}

std::uint32_t TypeTable::record(const clang::RecordDecl& record) {
  const clang::RecordDecl* body = record.getDefinition() ? record.getDefinition() : &record;
  const auto [known, isNew] =
      records_.try_emplace(body, static_cast<std::uint32_t>(unit_.records.size()));
  if (isNew) {
    recordDeclarations_.push_back(body);
    unit_.records.emplace_back();
  }
  return known->second;
}

std::uint32_t TypeTable::field(const clang::FieldDecl& field) {
  const auto [known, isNew] =
      fields_.try_emplace(&field, static_cast<std::uint32_t>(unit_.fields.size()));
  if (isNew) {
    fieldDeclarations_.push_back(&field);
    unit_.fields.emplace_back();
  }
  return known->second;
}

void TypeTable::noteInstance(clang::QualType type) {
  const clang::RecordDecl* record = recordOf(elementOf(type));
  if (!record || !record->getDefinition() || files_.isSystem(record->getLocation())) return;
  unit_.records[this->record(*record)].isInstantiated = true;
}

void TypeTable::describeRecord(std::size_t index) {
  const clang::RecordDecl& declaration = *recordDeclarations_[index];
  Record described;
  described.name = names_.fullPath(declaration);
  described.location = files_.location(declaration.getLocation());
  described.isInstantiated = unit_.records[index].isInstantiated;
  for (const clang::FieldDecl* part : declaration.fields()) {
    described.fields.push_back(field(*part));
  }
  const auto* classDeclaration = llvm::dyn_cast<clang::CXXRecordDecl>(&declaration);
  if (classDeclaration && classDeclaration->hasDefinition()) {
    for (const clang::CXXBaseSpecifier& base : classDeclaration->bases()) {
      described.bases.push_back(of(base.getType()));
    }
    const bool isMade = llvm::any_of(classDeclaration->ctors(), [](const auto* constructor) {
      return constructor->isUsed() && !constructor->isCopyOrMoveConstructor();
    });
    described.isInstantiated |= isMade && !classDeclaration->isAbstract();
  }
  unit_.records[index] = std::move(described);
}

// A closure's fields have no names: what they capture has.
std::string TypeTable::nameOf(const clang::FieldDecl& field) {
  const auto* closure = llvm::dyn_cast<clang::CXXRecordDecl>(field.getParent());
  if (!closure || !closure->isLambda()) return names_.fullPath(field);
  auto capture = closure->captures_begin();
  for (unsigned i = 0; i < field.getFieldIndex(); ++i) ++capture;
  std::string name = names_.fullPath(*closure) + "::";
  if (capture->capturesThis()) return name + "this";
  return name + (capture->capturesVariable() ? capture->getCapturedVar()->getNameAsString() : "");
}

void TypeTable::describeField(std::size_t index) {
  const clang::FieldDecl& declaration = *fieldDeclarations_[index];
  Field described;
  described.name = nameOf(declaration);
  described.type = of(declaration.getType());
  described.location = files_.location(declaration.getLocation());
  described.isConst = declaration.getType().isConstQualified();
  described.isMutable = declaration.isMutable();
  unit_.fields[index] = std::move(described);
}

bool TypeTable::describePending() {
  const bool isSome = recordsDescribed_ < recordDeclarations_.size() ||
                      fieldsDescribed_ < fieldDeclarations_.size();
  while (recordsDescribed_ < recordDeclarations_.size()) describeRecord(recordsDescribed_++);
  while (fieldsDescribed_ < fieldDeclarations_.size()) describeField(fieldsDescribed_++);
  return isSome;
}

}  // namespace gordian::analyzer::facts
