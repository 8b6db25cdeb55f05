#include "symbol_table.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

namespace gordian::analyzer::facts {
namespace {

// The generic lambda's own call operator, of which `function` is an instance.
const clang::FunctionDecl* genericCallOperator(const clang::FunctionDecl& function) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  if (!method || !method->getParent()->isLambda()) return nullptr;
  const clang::FunctionTemplateDecl* pattern = method->getPrimaryTemplate();
  return pattern ? pattern->getTemplatedDecl() : nullptr;
}

bool isInitialisedByCode(const clang::VarDecl& variable) {
  const clang::VarDecl* initialised = variable.getInitializingDeclaration();
  if (!initialised || !initialised->getInit() || initialised->getInit()->isValueDependent()) {
    return false;
  }
  return !initialised->hasConstantInitialization();
}

}  // namespace

SymbolTable::SymbolTable(clang::ASTContext& context, Unit& unit, SourceFiles& files,
                         SymbolNames& names, TypeTable& types)
    : context_(context), unit_(unit), files_(files), names_(names), types_(types) {}

std::uint32_t SymbolTable::variable(const clang::VarDecl& variable) {
  const clang::VarDecl* canonical = variable.getCanonicalDecl();
  const auto known = variableIndices_.find(canonical);
  if (known != variableIndices_.end()) return known->second;
  const clang::VarDecl* definition = variable.getDefinition();
  const clang::VarDecl& best = definition ? *definition : *canonical;
  Variable described;
  described.key = names_.key(*canonical);
  described.name = names_.qualified(*canonical);
  described.type = types_.of(best.getType());
  described.location = files_.location(best.getLocation());
  described.isThreadLocal = best.getTLSKind() != clang::VarDecl::TLS_None;
  described.isStaticLocal = best.isStaticLocal();
  described.isInitialisedByCode = isInitialisedByCode(best);
  described.isConst = best.getType().isConstant(context_) && !described.isInitialisedByCode;
  const auto index = static_cast<std::uint32_t>(unit_.variables.size());
  unit_.variables.push_back(std::move(described));
  variableDeclarations_.push_back(&best);
  return variableIndices_[canonical] = index;
}

void SymbolTable::describe(const clang::FunctionDecl& function, FunctionName& described) {
  described.key = names_.key(function);
  described.name = names_.qualified(function);
  described.full = names_.full(function);
  described.parameters = function.getNumParams();
  described.isSystem = files_.isSystem(function.getLocation());
  if (!described.isSystem) described.declared = files_.location(function.getLocation());
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function)) {
    described.isMember = method->isInstance();
    described.isVirtual = method->isVirtual();
  }
  if (described.isMember) ++described.parameters;
}

std::uint32_t SymbolTable::function(const clang::FunctionDecl& function) {
  const clang::FunctionDecl* canonical = function.getCanonicalDecl();
  const auto known = functionIndices_.find(canonical);
  if (known != functionIndices_.end()) return known->second;
  const auto index = static_cast<std::uint32_t>(unit_.functionNames.size());
  functionIndices_[canonical] = index;
  unit_.functionNames.emplace_back();
  functionDeclarations_.push_back(canonical);
  FunctionName described;
  describe(*canonical, described);
  unit_.functionNames[index] = std::move(described);
  addOverrides(*canonical, index);
  return index;
}

void SymbolTable::addOverrides(const clang::FunctionDecl& function, std::uint32_t index) {
  std::vector<std::uint32_t> overrides;
  if (const clang::FunctionDecl* pattern = genericCallOperator(function)) {
    overrides.push_back(this->function(*pattern));
  }
  if (const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function)) {
    for (const clang::CXXMethodDecl* overridden : method->overridden_methods()) {
      overrides.push_back(this->function(*overridden));
    }
  }
  unit_.functionNames[index].overrides = std::move(overrides);
}

std::uint32_t SymbolTable::invokerOf(const clang::CXXMethodDecl& callOperator) {
  const auto known = invokers_.find(&callOperator);
  if (known != invokers_.end()) return known->second;
  FunctionName described;
  describe(callOperator, described);
  described.key += "{invoker}";
  if (described.isMember) --described.parameters;
  described.isMember = false;
  invoked_.push_back(&callOperator);
  return invokers_[&callOperator] = addName(std::move(described));
}

std::uint32_t SymbolTable::addName(FunctionName name) {
  unit_.functionNames.push_back(std::move(name));
  functionDeclarations_.push_back(nullptr);
  return static_cast<std::uint32_t>(unit_.functionNames.size() - 1);
}

}  // namespace gordian::analyzer::facts
