#include "body_survey.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;
using llvm::isa;

namespace {

// The temporary that the copy is made from, in a tree of before C++17.
void noteElided(const clang::CXXConstructExpr& copy, Frame& frame) {
  if (!copy.isElidable() || copy.getNumArgs() == 0) return;
  const clang::Expr* inner = copy.getArg(0)->IgnoreParens();
  while (
      isa<clang::MaterializeTemporaryExpr, clang::CastExpr, clang::CXXBindTemporaryExpr>(inner)) {
    if (isa<clang::CXXBindTemporaryExpr>(inner)) frame.elided.insert(inner);
    inner = llvm::cast<clang::Expr>(*inner->child_begin())->IgnoreParens();
  }
}

bool isLogical(const clang::Expr* expression) {
  const auto* binary = dyn_cast<clang::BinaryOperator>(unwrapped(expression));
  return binary && binary->isLogicalOp();
}

}  // namespace

void BodySurvey::build(const clang::Expr* made, const Place& target) {
  made = unwrapped(made);
  if (!made || target.base == Base::Unknown) return;
  if (const auto* list = dyn_cast<clang::InitListExpr>(made)) {
    frame_.objects[made] = target;
    return buildParts(*list, target);
  }
  if (!made->getType()->isRecordType() && !made->getType()->isArrayType()) return;
  if (made->isGLValue() && !isa<clang::MaterializeTemporaryExpr>(made)) return;
  if (const auto* cast = dyn_cast<clang::CastExpr>(made)) return build(cast->getSubExpr(), target);
  if (const auto* temporary = dyn_cast<clang::MaterializeTemporaryExpr>(made)) {
    return build(temporary->getSubExpr(), target);
  }
  frame_.objects[made] = target;
  if (const auto* choice = dyn_cast<clang::ConditionalOperator>(made)) {
    build(choice->getTrueExpr(), target);
    build(choice->getFalseExpr(), target);
  } else if (const auto* construct = dyn_cast<clang::CXXConstructExpr>(made)) {
    if (construct->isElidable() && construct->getNumArgs() > 0) build(construct->getArg(0), target);
  }
}

void BodySurvey::buildParts(const clang::InitListExpr& list, const Place& target) {
  if (list.getType()->isArrayType()) {
    for (unsigned i = 0; i < list.getNumInits(); ++i) {
      Place part = target;
      part.steps.push_back({Step::Element, i});
      build(list.getInit(i), part);
    }
    return;
  }
  const auto* type = list.getType()->getAs<clang::RecordType>();
  if (!type) return;
  unsigned next = 0;
  if (const auto* record = dyn_cast<clang::CXXRecordDecl>(type->getDecl())) {
    for (unsigned i = 0; i < record->getNumBases() && next < list.getNumInits(); ++i) {
      build(list.getInit(next++), target);
    }
  }
  if (type->getDecl()->isUnion()) {
    if (const clang::FieldDecl* field = list.getInitializedFieldInUnion()) {
      if (list.getNumInits() > 0) {
        build(list.getInit(0), withField(target, frame_.unit.types.field(*field)));
      }
    }
    return;
  }
  for (const clang::FieldDecl* field : type->getDecl()->fields()) {
    if (field->isUnnamedBitField()) continue;
    if (next >= list.getNumInits()) break;
    build(list.getInit(next++), withField(target, frame_.unit.types.field(*field)));
  }
}

void BodySurvey::lookAtDeclaration(const clang::Decl* declaration) {
  if (const auto* record = dyn_cast<clang::CXXRecordDecl>(declaration)) {
    localClasses.push_back(record);
  }
  const auto* variable = dyn_cast<clang::VarDecl>(declaration);
  if (!variable || !variable->getInit()) return;
  if (!variable->getType()->isReferenceType()) {
    build(variable->getInit(), frame_.variable(*variable));
  }
  look(variable->getInit());
  if (const auto* decomposed = dyn_cast<clang::DecompositionDecl>(variable)) {
    for (const clang::BindingDecl* binding : decomposed->bindings()) {
      if (const clang::VarDecl* holder = binding->getHoldingVar()) lookAtDeclaration(holder);
    }
  }
}

void BodySurvey::lookAtLambda(const clang::LambdaExpr& lambda) {
  lambdas.push_back(&lambda);
  const Place closure = places_.object(&lambda);
  auto field = lambda.getLambdaClass()->field_begin();
  for (const clang::Expr* capture : lambda.capture_inits()) {
    if (field == lambda.getLambdaClass()->field_end()) break;
    if (!field->getType()->isReferenceType()) {
      build(capture, withField(closure, frame_.unit.types.field(**field)));
    }
    ++field;
    if (capture) look(capture);
  }
}

void BodySurvey::lookAtNew(const clang::CXXNewExpr& made) {
  const clang::Expr* initialiser = made.getInitializer();
  if (!initialiser) return;
  const clang::Expr* object = unwrapped(initialiser);
  while (const auto* cast = dyn_cast<clang::CastExpr>(object))
    object = unwrapped(cast->getSubExpr());
  frame_.inNew[object] = &made;
}

void BodySurvey::lookAtChoice(const clang::ConditionalOperator& choice) {
  lookAtCondition(choice.getCond());
  if (choice.getType()->isRecordType() && !choice.isGLValue()) {
    build(&choice, places_.object(&choice));
  } else if (!choice.getType()->isVoidType()) {
    const std::uint32_t local = frame_.newTemporary(choice.getType(), choice.getExprLoc());
    frame_.function.locals[local].isReference = choice.isGLValue();
    frame_.joins[&choice] = local;
    for (const clang::Expr* branch : {choice.getTrueExpr(), choice.getFalseExpr()}) {
      frame_.branches[branch->IgnoreParens()] = {local, choice.isGLValue(), std::nullopt};
    }
  }
  look(choice.getTrueExpr());
  look(choice.getFalseExpr());
}

// && or || whose value is used otherwise than to branch at once.
void BodySurvey::lookAtLogical(const clang::BinaryOperator& operation) {
  std::vector<const clang::Expr*> operands{operation.getRHS()};
  const clang::Expr* left = operation.getLHS();
  while (const auto* chain = dyn_cast<clang::BinaryOperator>(left->IgnoreParens())) {
    if (chain->getOpcode() != operation.getOpcode()) break;
    operands.push_back(chain->getRHS());
    left = chain->getLHS();
  }
  operands.push_back(left);
  if (!llvm::any_of(operands, isLogical)) {  // a mixture of both has branches of its own
    const std::uint32_t local = frame_.newTemporary(operation.getType(), operation.getExprLoc());
    const std::int64_t early = operation.getOpcode() == clang::BO_LOr;
    frame_.joins[&operation] = local;
    frame_.branches[operands.back()->IgnoreParens()] = {local, false, early};
    frame_.branches[operands.front()->IgnoreParens()] = {local, false, std::nullopt};
  }
  for (const clang::Expr* operand : operands) lookAtCondition(operand);
}

void BodySurvey::lookAtCondition(const clang::Expr* condition) {
  if (!condition) return;
  const auto* binary = dyn_cast<clang::BinaryOperator>(unwrapped(condition));
  if (!binary || !binary->isLogicalOp()) return look(condition);
  lookAtCondition(binary->getLHS());
  lookAtCondition(binary->getRHS());
}

void BodySurvey::look(const clang::Stmt* statement) {
  if (!statement) return;
  if (const auto* expression = dyn_cast<clang::Expr>(statement)) {
    statement = unwrapped(expression);
    if (isa<clang::StmtExpr>(expression)) statement = expression;
  }
  if (const auto* declarations = dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* declaration : declarations->decls()) {
      lookAtDeclaration(declaration);
    }
    return;
  }
  if (const auto* lambda = dyn_cast<clang::LambdaExpr>(statement)) return lookAtLambda(*lambda);
  if (const auto* choice = dyn_cast<clang::ConditionalOperator>(statement)) {
    return lookAtChoice(*choice);
  }
  if (const auto* binary = dyn_cast<clang::BinaryOperator>(statement)) {
    if (binary->isLogicalOp()) return lookAtLogical(*binary);
  }
  if (const auto* made = dyn_cast<clang::CXXNewExpr>(statement)) lookAtNew(*made);
  if (const auto* copy = dyn_cast<clang::CXXConstructExpr>(statement)) noteElided(*copy, frame_);
  if (const auto* literal = dyn_cast<clang::CompoundLiteralExpr>(statement)) {
    build(literal->getInitializer(), places_.object(literal));
  }
  if (const auto* list = dyn_cast<clang::InitListExpr>(statement)) {
    if (!frame_.objects.count(list) && !frame_.inNew.count(list)) build(list, places_.object(list));
  }
  const clang::Expr* condition = nullptr;
  if (const auto* test = dyn_cast<clang::IfStmt>(statement)) condition = test->getCond();
  if (const auto* loop = dyn_cast<clang::WhileStmt>(statement)) condition = loop->getCond();
  if (const auto* loop = dyn_cast<clang::DoStmt>(statement)) condition = loop->getCond();
  if (const auto* loop = dyn_cast<clang::ForStmt>(statement)) condition = loop->getCond();
  for (const clang::Stmt* child : statement->children()) {
    if (child && child == condition) {
      lookAtCondition(condition);
    } else {
      look(child);
    }
  }
}

}  // namespace gordian::analyzer::facts
