// EventWriter: calls of functions, constructors, destructors, new and delete.
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/Basic/Builtins.h>

#include "event_writer.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

clang::QualType elementOf(clang::QualType type) {
  while (const clang::ArrayType* array = type->getAsArrayTypeUnsafe()) {
    type = array->getElementType();
  }
  return type;
}

bool isNoReturn(const clang::CallExpr& call) {
  const clang::FunctionDecl* callee = call.getDirectCallee();
  if (callee && (callee->isNoReturn() || callee->hasAttr<clang::AnalyzerNoReturnAttr>())) {
    return true;
  }
  const clang::Expr* designator = call.getCallee();
  const auto* pointer = designator->getType()->getAs<clang::PointerType>();
  const auto* type =
      (pointer ? pointer->getPointeeType() : designator->getType())->getAs<clang::FunctionType>();
  return type && type->getNoReturnAttr();
}

}  // namespace

// Writes the call, and where its result is an object with a place, that the object is there.
void EventWriter::addCall(const clang::Stmt* made, Event call) {
  const clang::SourceLocation point =
      made ? llvm::cast<clang::Expr>(made)->getExprLoc() : clang::SourceLocation();
  const std::uint32_t index = add(std::move(call));
  if (!made) return;
  frame_.results[made] = index;
  const auto* expression = llvm::cast<clang::Expr>(made);
  const auto target = frame_.objects.find(expression);
  if (target != frame_.objects.end() && !expression->isGLValue()) {
    addAssign(target->second, held(resultPlace(index)), point, kInitialises);
  }
}

Callee EventWriter::calleeOf(const clang::CallExpr& call, std::vector<Value>& arguments) {
  Callee callee;
  const clang::Expr* designator = call.getCallee()->IgnoreParenImpCasts();
  if (const auto* bound = dyn_cast<clang::BinaryOperator>(designator)) {
    if (bound->isPtrMemOp()) {  // (object.*member)()
      callee.kind = CalleeKind::Indirect;
      callee.through = places_.value(bound->getRHS());
      arguments.push_back(places_.value(bound->getLHS()));
      return callee;
    }
  }
  const clang::FunctionDecl* function = call.getDirectCallee();
  if (!function) {
    callee.kind = CalleeKind::Indirect;
    callee.through = places_.value(call.getCallee());
    return callee;
  }
  if (const auto* member = dyn_cast<clang::CXXMemberCallExpr>(&call)) {
    const auto* method = dyn_cast<clang::CXXMethodDecl>(function);
    const auto* access = dyn_cast<clang::MemberExpr>(designator);
    if (method && method->isInstance()) {
      arguments.push_back(places_.value(member->getImplicitObjectArgument()));
    }
    if (method && method->isVirtual() && access && !access->hasQualifier()) {
      const auto* known =
          method->getDevirtualizedMethod(member->getImplicitObjectArgument(), false);
      if (known) {
        function = known;
      } else {
        callee.kind = CalleeKind::Virtual;
      }
    }
  }
  callee.function = frame_.unit.symbols.function(*function);
  return callee;
}

// memcpy and its kin: what they read and write through their arguments.
void EventWriter::addBuiltinAccesses(const clang::CallExpr& call, unsigned builtin) {
  const auto access = [&](EventKind kind, unsigned argument, std::uint8_t flags = 0) {
    if (argument >= call.getNumArgs()) return;
    Event event = eventAt(kind, call.getExprLoc(), flags);
    event.place = dereferenced(places_.value(call.getArg(argument)));
    if (event.place.base != Base::Unknown) add(std::move(event));
  };
  switch (builtin) {
    case clang::Builtin::BImemcpy:
    case clang::Builtin::BImemmove:
    case clang::Builtin::BIstrcpy:
    case clang::Builtin::BIstrncpy:
    case clang::Builtin::BIstrcat:
    case clang::Builtin::BIstrncat:
    case clang::Builtin::BI__builtin_memcpy:
    case clang::Builtin::BI__builtin_memmove:
    case clang::Builtin::BI__builtin_strcpy:
    case clang::Builtin::BI__builtin_strncpy:
      access(EventKind::Read, 1);
      access(EventKind::Write, 0);
      return;
    case clang::Builtin::BImemset:
    case clang::Builtin::BIbzero:
    case clang::Builtin::BI__builtin_memset:
    case clang::Builtin::BI__builtin_bzero:
      access(EventKind::Write, 0);
      return;
    case clang::Builtin::BImemcmp:
    case clang::Builtin::BIstrcmp:
    case clang::Builtin::BIstrncmp:
    case clang::Builtin::BI__builtin_memcmp:
    case clang::Builtin::BI__builtin_strcmp:
      access(EventKind::Read, 0);
      access(EventKind::Read, 1);
      return;
    case clang::Builtin::BIstrlen:
    case clang::Builtin::BI__builtin_strlen:
      access(EventKind::Read, 0);
      return;
    default:
      break;
  }
  if (!llvm::StringRef(frame_.unit.ast.BuiltinInfo.getName(builtin)).starts_with("__sync_")) return;
  access(EventKind::Read, 0, kAtomic);
  access(EventKind::Write, 0, kAtomic);
}

bool EventWriter::isLeftOut(const clang::CallExpr& call) {
  const clang::FunctionDecl* callee = call.getDirectCallee();
  const unsigned builtin = callee ? callee->getBuiltinID() : 0;
  if (builtin == 0) return false;
  addBuiltinAccesses(call, builtin);
  // A function of the C library is a call like others; what the compiler alone knows is none.
  return !frame_.unit.ast.BuiltinInfo.isPredefinedLibFunction(builtin) && !isNoReturn(call);
}

void EventWriter::VisitCallExpr(const clang::CallExpr* call) {
  if (llvm::isa<clang::CXXPseudoDestructorExpr>(call->getCallee()->IgnoreParens())) return;
  if (isLeftOut(*call)) return;
  const auto* conversion =
      llvm::dyn_cast_or_null<clang::CXXConversionDecl>(call->getDirectCallee());
  if (conversion && conversion->getParent()->isLambda()) return;  // gives the function it is
  const auto* method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(call->getDirectCallee());
  if (method && method->isTrivial() && llvm::isa<clang::CXXOperatorCallExpr>(call) &&
      (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator())) {
    return copyTrivially(places_.of(call->getArg(0)), *call->getArg(1), call->getExprLoc());
  }
  Event event = eventAt(EventKind::Call, call->getExprLoc());
  event.callee = calleeOf(*call, event.arguments);
  const bool isOperator = llvm::isa<clang::CXXOperatorCallExpr>(call);
  for (unsigned i = isOperator && method && !method->isInstance() ? 1 : 0; i < call->getNumArgs();
       ++i) {
    event.arguments.push_back(places_.value(call->getArg(i)));
  }
  if (isNoReturn(*call)) event.flags |= kNoReturn;
  addCall(call, std::move(event));
}

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
