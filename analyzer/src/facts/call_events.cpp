// EventWriter: calls of functions, constructors, destructors, new and delete.
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/Basic/Builtins.h>

#include "event_writer.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

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

}  // namespace gordian::analyzer::facts
