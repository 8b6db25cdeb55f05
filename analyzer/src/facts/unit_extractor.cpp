#include "unit_extractor.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclFriend.h>
#include <clang/AST/DeclTemplate.h>
#include <llvm/ADT/DenseSet.h>

#include <deque>

#include "capabilities.hpp"
#include "function_extractor.hpp"
#include "system_reach.hpp"

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
  void describeReach();

  UnitContext& unit_;
  llvm::DenseSet<const clang::Decl*> seen_;
  std::deque<const clang::FunctionDecl*> functions_;
};

void UnitExtractor::visitFunction(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* definition = nullptr;
  if (!function.isDefined(definition) || definition->isDependentContext()) return;
  if (!definition->hasBody() || !seen_.insert(definition).second) return;
  if (definition->isTrivial() && definition->isDefaulted())
    return;  // its uses are reads and writes
  if (unit_.files.isSystem(definition->getLocation())) return;
  functions_.push_back(definition);
}

void UnitExtractor::visitFunctionTemplate(const clang::FunctionTemplateDecl& pattern) {
  for (const clang::FunctionDecl* instance : pattern.specializations()) visitFunction(*instance);
}

void UnitExtractor::visitRecord(const clang::CXXRecordDecl& record) {
  if (!record.isThisDeclarationADefinition() || record.isDependentContext()) return;
  if (record.isLambda()) return;  // its body comes with the function around it
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
  describeCapabilities(unit_);
  describeReach();
}

// Names what is reached; that can name more, but nothing that has a reach of its own.
void UnitExtractor::describeReach() {
  SystemReach reach(unit_.files);
  const std::size_t named = unit_.symbols.functions().size();
  for (std::size_t i = 0; i < named; ++i) {
    const clang::FunctionDecl* function = unit_.symbols.functions()[i];
    if (!function || !unit_.unit.functionNames[i].isSystem) continue;
    std::vector<std::uint32_t> reached;
    for (const clang::FunctionDecl* callee : reach.from(*function)) {
      reached.push_back(unit_.symbols.function(*callee));
    }
    unit_.unit.functionNames[i].reaches = std::move(reached);
  }
  describeCapabilities(unit_);
}

}  // namespace

void extractUnit(clang::ASTContext& context, const std::vector<AllowComment>& comments,
                 Unit& unit) {
  UnitContext tables(context, unit);
  UnitExtractor(tables).run();
  for (const AllowComment& comment : comments) {
    unit.allowances.push_back({tables.files.location(comment.point), comment.ids, comment.reason});
  }
}

}  // namespace gordian::analyzer::facts
