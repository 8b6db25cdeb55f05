// EventWriter: objects, from their constructor to their destructor.
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>

#include "event_writer.hpp"

namespace gordian::analyzer::facts {
namespace {

clang::QualType elementOf(clang::QualType type) {
  while (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) {
    type = array->getElementType();
  }
  return type;
}

}  // namespace

void EventWriter::copyTrivially(const Place& target, const clang::Expr& source,
                                clang::SourceLocation point) {
  const clang::CXXRecordDecl* record = source.getType()->getAsCXXRecordDecl();
  if (record && record->isEmpty()) return;  // a tag: its type says all
  addRead(&source);
  addWrite(target, source.getType().getUnqualifiedType(), point);
  Value value = held(places_.of(&source));
  value.type = places_.typeOf(&source);
  addAssign(target, std::move(value), point);
}

void EventWriter::VisitCXXConstructExpr(const clang::CXXConstructExpr* construct) {
  const clang::CXXConstructorDecl* constructor = construct->getConstructor();
  if (construct->isElidable() && construct->getNumArgs() > 0) {
    // The source is made at the target.
    if (!frame_.objects.count(construct)) {
      frame_.objects[construct] = places_.of(construct->getArg(0));
    }
    return;
  }
  const Place target = places_.object(construct);
  if (constructor->isTrivial()) {
    if (constructor->isCopyOrMoveConstructor() && construct->getNumArgs() > 0) {
      copyTrivially(target, *construct->getArg(0), construct->getExprLoc());
    }
    return;
  }
  if (construct->getConstructionKind() == clang::CXXConstructionKind::Complete) {
    frame_.unit.types.noteInstance(construct->getType());
  }
  Event event = eventAt(EventKind::Call, construct->getExprLoc(), kInitialises);
  event.callee.function = frame_.unit.symbols.function(*constructor);
  Value object;
  if (construct->getType()->isArrayType() && target.base != Base::Unknown) {
    Place each = target;
    each.steps.push_back({Step::Elements, frame_.indexOf(*construct, {})});
    object = addressOf(std::move(each));
  } else {
    object = addressOf(target);
  }
  object.type = frame_.unit.types.of(construct->getType());
  event.arguments.push_back(std::move(object));
  for (const clang::Expr* argument : construct->arguments()) {
    event.arguments.push_back(places_.value(argument));
  }
  add(std::move(event));
}

void EventWriter::VisitCXXInheritedCtorInitExpr(const clang::CXXInheritedCtorInitExpr* construct) {
  Event event = eventAt(EventKind::Call, construct->getExprLoc(), kInitialises | kImplicit);
  event.callee.function = frame_.unit.symbols.function(*construct->getConstructor());
  event.arguments.push_back(frame_.thisPointer());
  for (std::uint32_t i = 1; i < frame_.function.formals.size(); ++i) {
    event.arguments.push_back(held(formalPlace(i)));
  }
  add(std::move(event));
}

void EventWriter::addAllocation(const clang::CXXNewExpr& made) {
  Event event = eventAt(EventKind::Call, made.getExprLoc());
  const clang::FunctionDecl* allocate = made.getOperatorNew();
  if (!allocate || frame_.results.count(&made)) return;
  event.callee.function = frame_.unit.symbols.function(*allocate);
  event.arguments.emplace_back();
  event.arguments.back().type = frame_.unit.types.of(made.getAllocatedType());
  for (const clang::Expr* argument : made.placement_arguments()) {
    event.arguments.push_back(places_.value(argument));
  }
  frame_.results[&made] = add(std::move(event));
  if (!made.isArray() && !made.getInitializer()) return;
  frame_.unit.types.noteInstance(made.getAllocatedType());
}

void EventWriter::VisitCXXNewExpr(const clang::CXXNewExpr* made) {
  const auto result = frame_.results.find(made);
  if (result == frame_.results.end()) return;
  if (const clang::Expr* initialiser = made->getInitializer()) {
    const clang::QualType type = made->getAllocatedType();
    if (type->isRecordType() || made->isArray()) return;
    initialise(dereferenced(held(resultPlace(result->second))), type, initialiser,
               made->getExprLoc());
  }
}

void EventWriter::VisitCXXDeleteExpr(const clang::CXXDeleteExpr* deleted) {
  const clang::FunctionDecl* function = deleted->getOperatorDelete();
  if (!function) return;
  Event event = eventAt(EventKind::Call, deleted->getExprLoc());
  event.callee.function = frame_.unit.symbols.function(*function);
  event.arguments.push_back(places_.value(deleted->getArgument()));
  add(std::move(event));
}

void EventWriter::addInitializer(const clang::CXXCtorInitializer& initializer) {
  const clang::FieldDecl* field = initializer.getAnyMember();
  if (!field) return;  // a base or a delegation: its constructor has written itself
  Place place = dereferenced(frame_.thisPointer());
  if (const clang::IndirectFieldDecl* path = initializer.getIndirectMember()) {
    for (const clang::NamedDecl* step : path->chain()) {
      place =
          withField(std::move(place), frame_.unit.types.field(*llvm::cast<clang::FieldDecl>(step)));
    }
  } else {
    place = withField(std::move(place), frame_.unit.types.field(*field));
  }
  const clang::SourceLocation point =
      initializer.isWritten() ? initializer.getSourceLocation() : field->getLocation();
  initialise(place, field->getType(), initializer.getInit(), point);
}

void EventWriter::addDestructor(Value object, clang::QualType type, clang::SourceLocation point,
                                std::uint8_t flags, bool isVirtualCall) {
  const clang::CXXRecordDecl* record = elementOf(type)->getAsCXXRecordDecl();
  const clang::CXXDestructorDecl* destructor = record ? record->getDestructor() : nullptr;
  if (!destructor) return;
  if (type->isArrayType() && object.kind == ValueKind::Address) {
    object.place.steps.push_back(
        {Step::Elements, static_cast<std::uint32_t>(frame_.function.indices.size())});
    frame_.function.indices.emplace_back();
  }
  Event event = eventAt(EventKind::Call, point, flags);
  event.callee.function = frame_.unit.symbols.function(*destructor);
  isVirtualCall = isVirtualCall && destructor->isVirtual() && !record->isEffectivelyFinal();
  if (isVirtualCall) event.callee.kind = CalleeKind::Virtual;
  // A temporary of a default argument ends where the call is, not in the header that declares it.
  if (frame_.unit.files.isSystem(point) && !block_->empty()) {
    event.location = frame_.function.events[block_->back()].location;
  }
  object.type = frame_.unit.types.of(type);
  event.arguments.push_back(std::move(object));
  add(std::move(event));
}

void EventWriter::destroy(const clang::VarDecl& variable, clang::SourceLocation point,
                          std::uint8_t flags, std::vector<std::uint32_t>& block) {
  block_ = &block;
  const Place place = frame_.variable(variable);
  const bool isReference = variable.getType()->isReferenceType();
  addDestructor(isReference ? held(place) : addressOf(place),
                variable.getType().getNonReferenceType(), point, flags);
}

void EventWriter::addImplicitDestructor(const clang::CFGImplicitDtor& element) {
  const clang::SourceLocation end =
      frame_.declaration ? frame_.declaration->getEndLoc() : clang::SourceLocation();
  if (const auto automatic = element.getAs<clang::CFGAutomaticObjDtor>()) {
    const clang::Stmt* trigger = automatic->getTriggerStmt();
    destroy(*automatic->getVarDecl(), trigger ? trigger->getEndLoc() : end, kImplicit, *block_);
  } else if (const auto temporary = element.getAs<clang::CFGTemporaryDtor>()) {
    const clang::CXXBindTemporaryExpr* bound = temporary->getBindTemporaryExpr();
    if (frame_.elided.contains(bound)) return;  // made where the copy would be, and ends there
    addDestructor(addressOf(places_.of(bound)), bound->getType(), bound->getEndLoc(), kImplicit);
  } else if (const auto member = element.getAs<clang::CFGMemberDtor>()) {
    const clang::FieldDecl& field = *member->getFieldDecl();
    const Place place =
        withField(dereferenced(frame_.thisPointer()), frame_.unit.types.field(field));
    addDestructor(addressOf(place), field.getType(), end, kImplicit);
  } else if (const auto base = element.getAs<clang::CFGBaseDtor>()) {
    addDestructor(frame_.thisPointer(), base->getBaseSpecifier()->getType(), end, kImplicit);
  } else if (const auto deleted = element.getAs<clang::CFGDeleteDtor>()) {
    const clang::CXXDeleteExpr& expression = *deleted->getDeleteExpr();
    addDestructor(places_.value(expression.getArgument()), expression.getDestroyedType(),
                  expression.getExprLoc(), 0, true);
  }
}

}  // namespace gordian::analyzer::facts
