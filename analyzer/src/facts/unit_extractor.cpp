#include "unit_extractor.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclFriend.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/ADT/DenseSet.h>

#include <deque>

#include "function_extractor.hpp"

namespace gordian::analyzer::facts {

using llvm::dyn_cast;

namespace {

class UnitExtractor {
 public:
  explicit UnitExtractor(UnitContext& unit) : unit_(unit) {}

  void run();

 private:
  void visitScope(const clang::DeclContext& scope);
  void visit(const clang::Decl& declaration);
  void visitFunction(const clang::FunctionDecl& function);
  void visitFunctionTemplate(const clang::FunctionTemplateDecl& pattern);
  void visitRecord(const clang::CXXRecordDecl& record);
  void visitVariable(const clang::VarDecl& variable);
  void visitInner(const Inner& inner);

  UnitContext& unit_;
  llvm::DenseSet<const clang::Decl*> seen_;
  std::deque<const clang::FunctionDecl*> functions_;
};

void UnitExtractor::visitFunction(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function.isDefined(definition) || definition->isDependentContext()) return;
  if (!definition->hasBody() || !seen_.insert(definition).second) return;
  if (unit_.files.isSystem(definition->getLocation())) return;
  functions_.push_back(definition);
}

void UnitExtractor::visitFunctionTemplate(const clang::FunctionTemplateDecl& pattern) {
  for (const clang::FunctionDecl* instance : pattern.specializations()) visitFunction(*instance);
}

void UnitExtractor::visitRecord(const clang::CXXRecordDecl& record) {
  if (!record.isThisDeclarationADefinition() || record.isDependentContext()) return;
  if (seen_.insert(&record).second) visitScope(record);
}

void UnitExtractor::visitVariable(const clang::VarDecl& variable) {
  if (variable.hasLocalStorage() || variable.isStaticLocal()) return;
  if (!variable.getInit() || variable.getInit()->isValueDependent()) return;
  if (variable.getDeclContext()->isDependentContext() || variable.isConstexpr()) return;
  if (!seen_.insert(&variable).second) return;
  Inner inner;
  std::optional<Function> function = extractInitialiser(unit_, variable, inner);
  if (function) unit_.unit.functions.push_back(std::move(*function));
  visitInner(inner);
}

void UnitExtractor::visit(const clang::Decl& declaration) {
  if (const auto* function = dyn_cast<clang::FunctionDecl>(&declaration)) {
    visitFunction(*function);
  } else if (const auto* pattern = dyn_cast<clang::FunctionTemplateDecl>(&declaration)) {
    visitFunctionTemplate(*pattern);
  } else if (const auto* record = dyn_cast<clang::CXXRecordDecl>(&declaration)) {
    visitRecord(*record);
  } else if (const auto* classes = dyn_cast<clang::ClassTemplateDecl>(&declaration)) {
    for (const auto* instance : classes->specializations()) visitRecord(*instance);
  } else if (const auto* variables = dyn_cast<clang::VarTemplateDecl>(&declaration)) {
    for (const auto* instance : variables->specializations()) visitVariable(*instance);
  } else if (const auto* variable = dyn_cast<clang::VarDecl>(&declaration)) {
    visitVariable(*variable);
  } else if (const auto* friendship = dyn_cast<clang::FriendDecl>(&declaration)) {
    if (const clang::NamedDecl* named = friendship->getFriendDecl()) visit(*named);
  } else if (const auto* scope = dyn_cast<clang::DeclContext>(&declaration)) {
    if (llvm::isa<clang::NamespaceDecl, clang::LinkageSpecDecl, clang::ExportDecl>(declaration)) {
      visitScope(*scope);
    }
  }
}

void UnitExtractor::visitScope(const clang::DeclContext& scope) {
  for (const clang::Decl* declaration : scope.decls()) {
    if (!unit_.files.isSystem(declaration->getLocation())) visit(*declaration);
  }
}

void UnitExtractor::visitInner(const Inner& inner) {
  for (const clang::CXXMethodDecl* body : inner.lambdas) {
    if (const clang::FunctionTemplateDecl* pattern = body->getDescribedFunctionTemplate()) {
      visitFunctionTemplate(*pattern);
    } else {
      visitFunction(*body);
    }
  }
  for (const clang::CXXRecordDecl* record : inner.classes) visitRecord(*record);
}

void UnitExtractor::run() {
  visitScope(*unit_.ast.getTranslationUnitDecl());
  while (!functions_.empty()) {
    const clang::FunctionDecl* next = functions_.front();
    functions_.pop_front();
    Inner inner;
    unit_.unit.functions.push_back(extractFunction(unit_, *next, inner));
    visitInner(inner);
  }
  for (const clang::CXXMethodDecl* callOperator : unit_.symbols.invoked()) {
    unit_.unit.functions.push_back(extractInvoker(unit_, *callOperator));
  }
  while (unit_.types.describePending()) {
  }
}

}  // namespace

void extractUnit(clang::ASTContext& context, Unit& unit) {
  UnitContext tables(context, unit);
  UnitExtractor(tables).run();
}

}  // namespace gordian::analyzer::facts
