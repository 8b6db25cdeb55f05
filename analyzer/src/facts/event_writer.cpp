#include "event_writer.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/ExprCXX.h>

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

std::uint8_t flagsOf(clang::QualType type) {
  std::uint8_t flags = 0;
  if (type.isVolatileQualified()) flags |= kVolatile;
  if (type->isAtomicType()) flags |= kAtomic;
  return flags;
}

}  // namespace

std::uint32_t EventWriter::add(Event event) {
  const auto index = static_cast<std::uint32_t>(frame_.function.events.size());
  frame_.function.events.push_back(std::move(event));
  block_->push_back(index);
  return index;
}

Event EventWriter::eventAt(EventKind kind, clang::SourceLocation point, std::uint8_t flags) {
  Event event;
  event.kind = kind;
  event.flags = flags;
  event.location = frame_.unit.files.location(point);
  return event;
}

void EventWriter::addRead(const clang::Expr* expression, std::uint8_t flags) {
  Place place = places_.of(expression);
  if (place.base == Base::Unknown) return;
  if (place.base == Base::Global && place.steps.empty() &&
      frame_.unit.unit.variables[place.index].isConst) {
    return;
  }
  flags |= flagsOf(expression->getType());
  Event event = eventAt(EventKind::Read, expression->getExprLoc(), flags);
  event.place = std::move(place);
  add(std::move(event));
}

void EventWriter::addWrite(Place place, clang::QualType type, clang::SourceLocation point,
                           std::uint8_t flags) {
  if (place.base == Base::Unknown) return;
  Event event = eventAt(EventKind::Write, point, flags | flagsOf(type));
  event.place = std::move(place);
  add(std::move(event));
}

void EventWriter::addAssign(Place place, Value value, clang::SourceLocation point,
                            std::uint8_t flags) {
  if (place.base == Base::Unknown || value.kind == ValueKind::Unknown) return;
  Event event = eventAt(EventKind::Assign, point, flags);
  event.place = std::move(place);
  event.value = std::move(value);
  add(std::move(event));
}

void EventWriter::store(const clang::Expr* target, Value value, clang::SourceLocation point) {
  Place place = places_.of(target);
  addWrite(place, target->getType(), point);
  addAssign(std::move(place), std::move(value), point);
}

void EventWriter::write(const clang::CFGElement& element, std::vector<std::uint32_t>& block) {
  block_ = &block;
  if (const auto statement = element.getAs<clang::CFGStmt>()) {
    Visit(statement->getStmt());
    if (const auto* expression = dyn_cast<clang::Expr>(statement->getStmt())) {
      finishBranch(*expression);
    }
  } else if (const auto initializer = element.getAs<clang::CFGInitializer>()) {
    addInitializer(*initializer->getInitializer());
  } else if (const auto destructor = element.getAs<clang::CFGImplicitDtor>()) {
    addImplicitDestructor(*destructor);
  } else if (const auto allocation = element.getAs<clang::CFGNewAllocator>()) {
    addAllocation(*allocation->getAllocatorExpr());
  } else if (const auto cleanup = element.getAs<clang::CFGCleanupFunction>()) {
    Event call = eventAt(EventKind::Call, cleanup->getVarDecl()->getLocation(), kImplicit);
    call.callee.function = frame_.unit.symbols.function(*cleanup->getFunctionDecl());
    call.arguments.push_back(addressOf(frame_.variable(*cleanup->getVarDecl())));
    add(std::move(call));
  }
}

// The value of a branch of ?: && || goes where the branches meet.
void EventWriter::finishBranch(const clang::Expr& expression) {
  const auto found = frame_.branches.find(&expression);
  if (found == frame_.branches.end()) return;
  const Branch& branch = found->second;
  Value value = branch.fixed ? integerValue(*branch.fixed) : places_.value(&expression);
  addAssign(localPlace(branch.local), std::move(value), expression.getExprLoc(), kImplicit);
}

void EventWriter::VisitCastExpr(const clang::CastExpr* cast) {
  if (cast->getCastKind() == clang::CK_LValueToRValue) addRead(cast->getSubExpr());
}

void EventWriter::VisitUnaryOperator(const clang::UnaryOperator* operation) {
  if (!operation->isIncrementDecrementOp()) return;
  const clang::Expr* target = operation->getSubExpr();
  addRead(target);
  Value value;
  if (target->getType()->isAnyPointerType()) {
    Place next = dereferenced(held(places_.of(target)));
    if (next.base != Base::Unknown) {
      next.steps.push_back({Step::Offset, frame_.indexOf(*operation, {})});
    }
    value = addressOf(std::move(next));
  }
  store(target, std::move(value), operation->getExprLoc());
}

void EventWriter::VisitBinaryOperator(const clang::BinaryOperator* operation) {
  if (!operation->isAssignmentOp()) return;
  const clang::Expr* target = operation->getLHS();
  if (!operation->isCompoundAssignmentOp()) {
    return store(target, places_.value(operation->getRHS()), operation->getExprLoc());
  }
  addRead(target);
  Value value;
  if (target->getType()->isAnyPointerType()) {
    Place next = dereferenced(held(places_.of(target)));
    if (next.base != Base::Unknown) {
      next.steps.push_back({Step::Offset, frame_.indexOf(*operation, {})});
    }
    value = addressOf(std::move(next));
  }
  store(target, std::move(value), operation->getExprLoc());
}

void EventWriter::initialise(const Place& place, clang::QualType type,
                             const clang::Expr* initialiser, clang::SourceLocation point) {
  if (type->isReferenceType()) {
    return addAssign(place, places_.value(initialiser), point, kInitialises);
  }
  const clang::Expr* inner = unwrapped(initialiser);
  if (type->isRecordType() || type->isArrayType()) {
    // Constructors, calls and lists have written themselves; what is left copies.
    const auto* cast = dyn_cast<clang::CastExpr>(inner);
    const bool isCopy = cast && cast->getCastKind() == clang::CK_LValueToRValue;
    if (!isCopy && !llvm::isa<clang::StringLiteral, clang::ArrayInitLoopExpr>(inner)) return;
    addWrite(place, type, point, kInitialises);
    if (isCopy) addAssign(place, places_.value(inner), point, kInitialises);
    return;
  }
  addWrite(place, type, point, kInitialises);
  addAssign(place, places_.value(initialiser), point, kInitialises);
}

void EventWriter::initialiseVariable(const clang::VarDecl& variable) {
  if (variable.getInit()) {
    initialise(frame_.variable(variable), variable.getType(), variable.getInit(),
               variable.getLocation());
  }
}

void EventWriter::writeInitialisation(const clang::VarDecl& variable,
                                      std::vector<std::uint32_t>& block) {
  block_ = &block;
  initialiseVariable(variable);
}

void EventWriter::VisitDeclStmt(const clang::DeclStmt* statement) {
  for (const clang::Decl* declaration : statement->decls()) {
    if (const auto* variable = dyn_cast<clang::VarDecl>(declaration)) initialiseVariable(*variable);
  }
}

void EventWriter::VisitReturnStmt(const clang::ReturnStmt* statement) {
  Event event = eventAt(EventKind::Return, statement->getReturnLoc());
  event.value = places_.value(statement->getRetValue());
  add(std::move(event));
}

void EventWriter::VisitCoreturnStmt(const clang::CoreturnStmt* statement) {
  Event event = eventAt(EventKind::Return, statement->getBeginLoc());
  event.value = places_.value(statement->getOperand());
  add(std::move(event));
}

void EventWriter::VisitInitListExpr(const clang::InitListExpr* list) {
  const Place target = places_.object(list);
  if (!list->getType()->isRecordType() && !list->getType()->isArrayType()) return;
  const clang::CXXRecordDecl* classType = list->getType()->getAsCXXRecordDecl();
  if (classType && classType->isEmpty()) return;
  addWrite(target, list->getType(), list->getExprLoc(), kInitialises);
  const clang::RecordDecl* listed = list->getType()->getAsRecordDecl();
  if (listed && frame_.unit.files.isSystem(listed->getLocation())) return;  // PTHREAD_MUTEX_…
  const auto put = [&](const clang::Expr* part, const Place& place) {
    if (!part || llvm::isa<clang::ImplicitValueInitExpr>(part)) return;
    if (part->getType()->isRecordType() || part->getType()->isArrayType()) return;
    addAssign(place, places_.value(part), part->getExprLoc(), kInitialises);
  };
  const auto* type = list->getType()->getAs<clang::RecordType>();
  if (!type) {
    for (unsigned i = 0; i < list->getNumInits(); ++i) {
      Place part = target;
      if (part.base != Base::Unknown) part.steps.push_back({Step::Element, i});
      put(list->getInit(i), part);
    }
    return;
  }
  if (const clang::FieldDecl* field = list->getInitializedFieldInUnion()) {
    if (list->getNumInits() > 0) {
      put(list->getInit(0), withField(target, frame_.unit.types.field(*field)));
    }
    return;
  }
  unsigned next = 0;
  if (const auto* record = dyn_cast<clang::CXXRecordDecl>(type->getDecl())) {
    next = record->getNumBases();
  }
  for (const clang::FieldDecl* field : type->getDecl()->fields()) {
    if (field->isUnnamedBitField()) continue;
    if (next >= list->getNumInits()) break;
    put(list->getInit(next++), withField(target, frame_.unit.types.field(*field)));
  }
}

void EventWriter::VisitMaterializeTemporaryExpr(const clang::MaterializeTemporaryExpr* made) {
  if (made->getType()->isRecordType() || made->getType()->isArrayType()) return;
  addAssign(places_.of(made), places_.value(made->getSubExpr()), made->getExprLoc(),
            kInitialises | kImplicit);
}

// A variable that is a list: it holds what the array behind it does.
void EventWriter::VisitCXXStdInitializerListExpr(const clang::CXXStdInitializerListExpr* list) {
  const auto target = frame_.objects.find(list);
  if (target == frame_.objects.end()) return;
  addAssign(target->second, held(places_.of(list)), list->getExprLoc(), kInitialises | kImplicit);
}

void EventWriter::VisitLambdaExpr(const clang::LambdaExpr* lambda) {
  Event event = eventAt(EventKind::Closure, lambda->getBeginLoc());
  event.place = places_.object(lambda);
  const clang::CXXMethodDecl* body = lambda->getCallOperator();
  event.callee.function = frame_.unit.symbols.function(*body);
  if (lambda->isGenericLambda()) event.callee.kind = CalleeKind::Virtual;
  auto field = lambda->getLambdaClass()->field_begin();
  for (const clang::Expr* capture : lambda->capture_inits()) {
    if (field == lambda->getLambdaClass()->field_end()) break;
    event.arguments.push_back(capture ? places_.value(capture) : Value{});
    ++field;
  }
  add(std::move(event));
}

void EventWriter::VisitAtomicExpr(const clang::AtomicExpr* access) {
  Place place = dereferenced(places_.value(access->getPtr()));
  if (place.base == Base::Unknown) return;
  Event event = eventAt(EventKind::Read, access->getExprLoc(), kAtomic);
  event.place = place;
  switch (access->getOp()) {
    case clang::AtomicExpr::AO__atomic_load:
    case clang::AtomicExpr::AO__atomic_load_n:
    case clang::AtomicExpr::AO__c11_atomic_load:
      add(std::move(event));
      return;
    case clang::AtomicExpr::AO__atomic_store:
    case clang::AtomicExpr::AO__atomic_store_n:
    case clang::AtomicExpr::AO__c11_atomic_store:
    case clang::AtomicExpr::AO__c11_atomic_init:
      break;
    default:
      add(std::move(event));
  }
  addWrite(std::move(place), access->getValueType(), access->getExprLoc(), kAtomic);
}

}  // namespace gordian::analyzer::facts
