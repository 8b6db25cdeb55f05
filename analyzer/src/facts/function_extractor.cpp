#include "function_extractor.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/ODRHash.h>
#include <clang/AST/StmtCXX.h>
#include <clang/Analysis/CFG.h>
#include <llvm/Support/xxhash.h>

#include "body_survey.hpp"
#include "event_writer.hpp"
#include "flow.hpp"
#include "object_order.hpp"
#include "soundness.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

clang::CFG::BuildOptions graphOptions() {
  clang::CFG::BuildOptions options;
  options.setAllAlwaysAdd();
  options.AddInitializers = true;
  options.AddImplicitDtors = true;
  options.AddTemporaryDtors = true;
  options.AddCXXNewAllocator = true;
  options.AddCXXDefaultInitExprInCtors = true;
  options.AddCXXDefaultInitExprInAggregates = true;
  options.AddStaticInitBranches = true;
  return options;
}

std::uint16_t flagsOf(const clang::FunctionDecl& function, const SourceFiles& files) {
  std::uint16_t flags = 0;
  if (llvm::isa<clang::CXXConstructorDecl>(function)) flags |= kConstructor;
  if (llvm::isa<clang::CXXDestructorDecl>(function)) flags |= kDestructor;
  if (const auto* method = dyn_cast<clang::CXXMethodDecl>(&function)) {
    if (method->getParent()->isLambda()) flags |= kLambda;
    if (method->isVirtual()) flags |= kVirtual;
  }
  if (function.isMain()) flags |= kMain;
  if (llvm::isa_and_nonnull<clang::CoroutineBodyStmt>(function.getBody())) flags |= kCoroutine;
  const auto* type = function.getType()->getAs<clang::FunctionProtoType>();
  if (type && !clang::isUnresolvedExceptionSpec(type->getExceptionSpecType()) &&
      type->isNothrow()) {
    flags |= kNoThrow;
  }
  if (!files.isInMainFile(function.getLocation())) flags |= kInHeader;
  return flags;
}

void surveyInitializers(const clang::FunctionDecl& definition, Frame& frame, BodySurvey& survey) {
  const auto* constructor = dyn_cast<clang::CXXConstructorDecl>(&definition);
  if (!constructor) return;
  const Place self = dereferenced(frame.thisPointer());
  for (const clang::CXXCtorInitializer* part : constructor->inits()) {
    Place target = self;
    if (const clang::IndirectFieldDecl* path = part->getIndirectMember()) {
      for (const clang::NamedDecl* step : path->chain()) {
        target = withField(std::move(target),
                           frame.unit.types.field(*llvm::cast<clang::FieldDecl>(step)));
      }
    } else if (const clang::FieldDecl* field = part->getMember()) {
      target = withField(std::move(target), frame.unit.types.field(*field));
    }
    const clang::FieldDecl* member = part->getAnyMember();
    if (!member || !member->getType()->isReferenceType()) survey.build(part->getInit(), target);
    survey.look(part->getInit());
  }
}

// What the compiler made of the body, after macros, and the name, which has template arguments.
std::uint64_t hashOf(const clang::FunctionDecl& definition, const std::string& key) {
  clang::ODRHash hash;
  hash.AddStmt(definition.getBody());
  if (const auto* constructor = dyn_cast<clang::CXXConstructorDecl>(&definition)) {
    for (const clang::CXXCtorInitializer* part : constructor->inits()) {
      if (part->getInit()) hash.AddStmt(part->getInit());
    }
  }
  return llvm::xxh3_64bits(key) ^ (std::uint64_t{hash.CalculateHash()} << 32U);
}

void readFlow(const clang::Decl& owner, clang::Stmt* body, Frame& frame, Places& places) {
  static const clang::CFG::BuildOptions kOptions = graphOptions();
  const std::unique_ptr<clang::CFG> graph =
      clang::CFG::buildCFG(&owner, body, &frame.unit.ast, kOptions);
  if (!graph) {
    frame.function.flags |= kIncomplete;
    return;
  }
  EventWriter events(frame, places);
  Flow flow(frame, places, events);
  assemble(flow.read(*graph, body, dyn_cast<clang::VarDecl>(&owner)), frame.function);
}

// Of a constant: numbers say nothing, tables of functions and addresses do.
bool isOfInterest(const Event& event) {
  return event.kind == EventKind::Closure || event.value.kind == ValueKind::Function ||
         event.value.kind == ValueKind::Address;
}

void keepInner(const BodySurvey& survey, Inner& inner) {
  for (const clang::LambdaExpr* lambda : survey.lambdas) {
    inner.lambdas.push_back(lambda->getCallOperator());
  }
  inner.classes.insert(inner.classes.end(), survey.localClasses.begin(), survey.localClasses.end());
}

}  // namespace

Function extractFunction(UnitContext& unit, const clang::FunctionDecl& definition, Inner& inner) {
  Function function;
  function.name = unit.symbols.function(definition);
  function.flags = flagsOf(definition, unit.files);
  function.location = unit.files.location(definition.getLocation());
  function.end = unit.files.location(definition.getEndLoc());
  Frame frame(unit, definition, function);
  Places places(frame);
  if (const auto* method = dyn_cast<clang::CXXMethodDecl>(&definition)) {
    if (method->getParent()->isLambda()) {
      function.closureRecord = unit.types.record(*method->getParent()) + 1;
    }
  }
  clang::Stmt* body = definition.getBody();
  if (const auto* coroutine = llvm::dyn_cast_or_null<clang::CoroutineBodyStmt>(body)) {
    body = coroutine->getBody();
  }
  if (!isSound(definition)) {
    function.flags |= kIncomplete;
    return function;
  }
  BodySurvey survey(frame, places);
  surveyInitializers(definition, frame, survey);
  survey.look(body);
  keepInner(survey, inner);
  if (asksForOrder(body)) function.flags |= kAsksForOrder;
  readFlow(definition, body, frame, places);
  function.bodyHash = hashOf(definition, unit.unit.functionNames[function.name].key);
  return function;
}

std::optional<Function> extractInitialiser(UnitContext& unit, const clang::VarDecl& variable,
                                           Inner& inner) {
  if (variable.isInvalidDecl() || !isSound(variable.getInit())) return std::nullopt;
  Function function;
  FunctionName name;
  name.key = unit.names.key(variable) + "{init}";
  name.name = unit.names.qualified(variable);
  name.full = "initialiser of " + name.name;
  function.flags = kInitialiser;
  if (!unit.files.isInMainFile(variable.getLocation())) function.flags |= kInHeader;
  function.location = unit.files.location(variable.getLocation());
  function.end = unit.files.location(variable.getEndLoc());
  Frame frame(unit, variable, function);
  Places places(frame);
  BodySurvey survey(frame, places);
  const Place target = frame.variable(variable);
  if (!variable.getType()->isReferenceType()) survey.build(variable.getInit(), target);
  survey.look(variable.getInit());
  keepInner(survey, inner);
  readFlow(variable, const_cast<clang::Expr*>(variable.getInit()), frame, places);
  const bool isCode = !variable.hasConstantInitialization();
  if (!isCode && llvm::none_of(function.events, isOfInterest)) return std::nullopt;
  if (function.events.empty()) return std::nullopt;
  function.name = unit.symbols.addName(std::move(name));
  return function;
}

Function extractInvoker(UnitContext& unit, const clang::CXXMethodDecl& callOperator) {
  Function function;
  function.name = unit.symbols.invokerOf(callOperator);
  function.flags = flagsOf(callOperator, unit.files);
  function.location = unit.files.location(callOperator.getLocation());
  function.end = unit.files.location(callOperator.getEndLoc());
  Event call;
  call.kind = EventKind::Call;
  call.flags = kImplicit;
  call.location = function.location;
  call.callee.function = unit.symbols.function(callOperator);
  if (callOperator.isInstance()) call.arguments.emplace_back();
  for (const clang::ParmVarDecl* parameter : callOperator.parameters()) {
    call.arguments.push_back(
        held(formalPlace(static_cast<std::uint32_t>(function.formals.size()))));
    Local formal;
    formal.name = parameter->getNameAsString();
    formal.type = unit.types.of(parameter->getType());
    formal.location = unit.files.location(parameter->getLocation());
    formal.isReference = parameter->getType()->isReferenceType();
    function.formals.push_back(std::move(formal));
  }
  Event result;
  result.kind = EventKind::Return;
  result.location = function.location;
  result.value = held(resultPlace(0));
  function.events = {std::move(call), std::move(result)};
  function.blocks.emplace_back();
  function.blocks.back().eventCount = 2;
  return function;
}

}  // namespace gordian::analyzer::facts
