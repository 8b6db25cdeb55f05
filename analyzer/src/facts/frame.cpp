#include "frame.hpp"

#include <clang/AST/ASTContext.h>

namespace gordian::analyzer::facts {

Frame::Frame(UnitContext& context, const clang::Decl& owner, Function& target)
    : unit(context), function(target), declaration(llvm::dyn_cast<clang::FunctionDecl>(&owner)) {
  if (!declaration) return;
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(declaration);
  if (method && method->getParent()->isLambda()) {
    method->getParent()->getCaptureFields(captures_, capturedThis_);
  }
  if (method && method->isInstance()) {
    Local self;
    self.name = "this";
    self.type = unit.types.of(method->getThisType());
    self.location = unit.files.location(method->getLocation());
    function.formals.push_back(std::move(self));
  }
  for (const clang::ParmVarDecl* parameter : declaration->parameters()) {
    formals_[parameter] = static_cast<std::uint32_t>(function.formals.size());
    Local formal;
    formal.name = parameter->getNameAsString();
    formal.type = unit.types.of(parameter->getType());
    formal.location = unit.files.location(parameter->getLocation());
    formal.isReference = parameter->getType()->isReferenceType();
    function.formals.push_back(std::move(formal));
  }
}

Place Frame::variable(const clang::VarDecl& variable) {
  const auto formal = formals_.find(&variable);
  if (formal != formals_.end()) return formalPlace(formal->second);
  const auto* parameter = llvm::dyn_cast<clang::ParmVarDecl>(&variable);
  if (parameter && declaration) {
    // Of another declaration of this function, or of its template: an attribute names it.
    const std::size_t index = parameter->getFunctionScopeIndex() +
                              (function.formals.size() - declaration->getNumParams());
    const auto* owner = llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext());
    if (owner && owner->getCanonicalDecl() == declaration->getCanonicalDecl() &&
        index < function.formals.size()) {
      return formalPlace(static_cast<std::uint32_t>(index));
    }
  }
  Place place;
  if (!variable.hasLocalStorage()) {
    place.base = Base::Global;
    place.index = unit.symbols.variable(variable);
    return place;
  }
  const auto [known, isNew] =
      locals_.try_emplace(&variable, static_cast<std::uint32_t>(function.locals.size()));
  if (isNew) {
    Local local;
    local.name = variable.getNameAsString();
    local.type = unit.types.of(variable.getType());
    local.location = unit.files.location(variable.getLocation());
    local.isReference = variable.getType()->isReferenceType();
    function.locals.push_back(std::move(local));
  }
  return localPlace(known->second);
}

Place Frame::captured(const clang::ValueDecl& variable) {
  const auto field = captures_.find(&variable);
  if (field == captures_.end()) return {};
  return withField(dereferenced(held(formalPlace(0))), unit.types.field(*field->second));
}

Value Frame::thisPointer() {
  if (capturedThis_) {
    const Place self =
        withField(dereferenced(held(formalPlace(0))), unit.types.field(*capturedThis_));
    // [*this] holds a copy of the object, [this] its address.
    return capturedThis_->getType()->isPointerType() ? held(self) : addressOf(self);
  }
  if (function.formals.empty()) return {};
  return held(formalPlace(0));
}

void Frame::assumeThis() {
  function.formals.insert(function.formals.begin(), Local{});
  function.formals.front().name = "this";
}

std::uint32_t Frame::newTemporary(clang::QualType type, clang::SourceLocation point) {
  Local local;
  local.type = unit.types.of(type);
  local.location = unit.files.location(point);
  function.locals.push_back(std::move(local));
  return static_cast<std::uint32_t>(function.locals.size() - 1);
}

Place Frame::temporaryOf(const clang::Expr& made) {
  const auto known = objects.find(&made);
  if (known != objects.end()) return known->second;
  Place place = localPlace(newTemporary(made.getType(), made.getExprLoc()));
  objects[&made] = place;
  return place;
}

std::uint32_t Frame::indexOf(const clang::Expr& index, const IndexExpression& described) {
  const auto fresh = static_cast<std::uint32_t>(function.indices.size());
  if (described.value.kind == ValueKind::Unknown && described.reads.empty()) {
    function.indices.push_back(described);
    return fresh;
  }
  llvm::FoldingSetNodeID profile;
  index.Profile(profile, unit.ast, true);
  const auto [known, isNew] = indices_.try_emplace(profile, fresh);
  if (isNew) function.indices.push_back(described);
  return known->second;
}

Place formalPlace(std::uint32_t index) {
  return {Base::Formal, index, {}};
}

Place localPlace(std::uint32_t index) {
  return {Base::Local, index, {}};
}

Place resultPlace(std::uint32_t event) {
  return {Base::Result, event, {}};
}

Place withField(Place place, std::uint32_t field) {
  if (place.base != Base::Unknown) place.steps.push_back({Step::Field, field});
  return place;
}

Place dereferenced(const Value& pointer) {
  if (pointer.kind == ValueKind::Address) return pointer.place;
  if (pointer.kind != ValueKind::Held || pointer.place.base == Base::Unknown) return {};
  Place place = pointer.place;
  place.steps.push_back({Step::Deref, 0});
  return place;
}

Value addressOf(Place place) {
  Value value;
  if (place.base == Base::Unknown) return value;
  value.kind = ValueKind::Address;
  if (!place.steps.empty() && place.steps.back().step == Step::Deref) {
    place.steps.pop_back();  // &*p is p
    value.kind = ValueKind::Held;
  }
  value.place = std::move(place);
  return value;
}

Value held(Place place) {
  Value value;
  if (place.base == Base::Unknown) return value;
  value.kind = ValueKind::Held;
  value.place = std::move(place);
  return value;
}

Value integerValue(std::int64_t number) {
  Value value;
  value.kind = ValueKind::Integer;
  value.integer = number;
  return value;
}

}  // namespace gordian::analyzer::facts
