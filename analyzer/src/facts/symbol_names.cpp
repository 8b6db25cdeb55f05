#include "symbol_names.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Basic/SourceManager.h>
#include <llvm/Support/raw_ostream.h>

namespace gordian::analyzer::facts {
namespace {

clang::PrintingPolicy policyOf(const clang::ASTContext& context) {
  clang::PrintingPolicy policy(context.getPrintingPolicy());
  policy.SuppressInlineNamespace = true;
  policy.SuppressUnwrittenScope = true;
  policy.SuppressTagKeyword = true;
  policy.AnonymousTagLocations = false;
  policy.SuppressDefaultTemplateArgs = true;
  return policy;
}

clang::GlobalDecl globalOf(const clang::FunctionDecl& function) {
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&function)) {
    return {constructor, clang::Ctor_Complete};
  }
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&function)) {
    return {destructor, clang::Dtor_Complete};
  }
  return &function;
}

bool isCallOperatorOfLambda(const clang::FunctionDecl& function) {
  const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  return method && method->getParent()->isLambda() &&
         method->getOverloadedOperator() == clang::OO_Call;
}

}  // namespace

SymbolNames::SymbolNames(clang::ASTContext& context, const std::string& unitPath)
    : context_(context),
      unitPath_(unitPath),
      policy_(policyOf(context)),
      mangler_(clang::ItaniumMangleContext::create(context, context.getDiagnostics())) {}

std::string SymbolNames::mangled(clang::GlobalDecl declaration) {
  const auto* named = llvm::cast<clang::NamedDecl>(declaration.getDecl());
  if (!mangler_->shouldMangleDeclName(named)) return named->getNameAsString();
  std::string name;
  llvm::raw_string_ostream out(name);
  mangler_->mangleName(declaration, out);
  return name;
}

std::string SymbolNames::callOperatorKey(const clang::CXXMethodDecl& callOperator) {
  const clang::CXXRecordDecl& closure = *callOperator.getParent();
  const LambdaName name = lambdas_.of(closure);
  std::string key;
  if (name.function) {
    key = this->key(*name.function);
  } else if (name.variable) {
    key = this->key(*name.variable);
  } else if (name.record && name.record->isExternallyVisible()) {
    key = fullPath(*name.record);
  } else {
    key = unitPath_ + ":" + qualified(*llvm::cast<clang::NamedDecl>(&closure));
  }
  key += "{lambda#" + std::to_string(name.ordinal) + "}";
  if (const auto* arguments = callOperator.getTemplateSpecializationArgs()) {
    llvm::raw_string_ostream out(key);
    clang::printTemplateArgumentList(out, arguments->asArray(), policy_);
  }
  return key;
}

std::string SymbolNames::key(const clang::FunctionDecl& function) {
  if (isCallOperatorOfLambda(function)) {
    return callOperatorKey(llvm::cast<clang::CXXMethodDecl>(function));
  }
  std::string name = mangled(globalOf(function));
  return function.isExternallyVisible() ? name : unitPath_ + ":" + name;
}

std::string SymbolNames::key(const clang::VarDecl& variable) {
  if (variable.isStaticLocal()) {
    // Two blocks of a function can have statics of one name; the mangler numbers them only where
    // other units could see them.
    const auto* function =
        llvm::dyn_cast<clang::FunctionDecl>(variable.getParentFunctionOrMethod());
    const auto line = context_.getSourceManager().getExpansionLineNumber(variable.getLocation());
    const auto start =
        function ? context_.getSourceManager().getExpansionLineNumber(function->getLocation()) : 0;
    return (function ? key(*function) : unitPath_) + "::" + variable.getNameAsString() + "+" +
           std::to_string(line - start);
  }
  std::string name = mangled(&variable);
  return variable.isExternallyVisible() ? name : unitPath_ + ":" + name;
}

const std::string& SymbolNames::scopeName(const clang::DeclContext* scope) {
  const auto known = scopes_.find(scope);
  if (known != scopes_.end()) return known->second;
  std::string name;
  const clang::DeclContext* outer = scope->getParent();
  const bool isTransparent = scope->isTransparentContext() || scope->isInlineNamespace();
  if (!scope->isTranslationUnit()) name = scopeName(outer);
  if (!isTransparent) {
    if (const auto* named = llvm::dyn_cast<clang::NamedDecl>(scope)) {
      const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(named);
      std::string own = named->getNameAsString();
      if (record && record->isLambda()) own = "(lambda)";
      if (own.empty()) own = "(anonymous)";
      name += own + "::";
    }
  }
  return scopes_[scope] = name;
}

std::string SymbolNames::qualified(const clang::NamedDecl& declaration) {
  std::string name = scopeName(declaration.getDeclContext());
  const auto* record = llvm::dyn_cast<clang::CXXRecordDecl>(&declaration);
  if (record && record->isLambda()) return name + "(lambda)";
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&declaration)) {
    return name + constructor->getParent()->getNameAsString();
  }
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&declaration)) {
    return name + "~" + destructor->getParent()->getNameAsString();
  }
  const std::string own = declaration.getNameAsString();
  return name + (own.empty() ? "(anonymous)" : own);
}

std::string SymbolNames::fullPath(const clang::NamedDecl& declaration) {
  std::string name;
  llvm::raw_string_ostream out(name);
  declaration.getNameForDiagnostic(out, policy_, true);
  return name;
}

std::string SymbolNames::full(const clang::FunctionDecl& function) {
  std::string name;
  const bool isLambda = isCallOperatorOfLambda(function);
  if (isLambda) {
    const auto& closure = *llvm::cast<clang::CXXMethodDecl>(function).getParent();
    const auto* outer =
        llvm::dyn_cast<clang::FunctionDecl>(closure.getDeclContext()->getNonTransparentContext());
    name = outer ? full(*outer) + "::" : scopeName(closure.getDeclContext());
    name += "(lambda)";
  } else {
    name = fullPath(function);
  }
  if (!context_.getLangOpts().CPlusPlus) return name;
  name += "(";
  for (const clang::ParmVarDecl* parameter : function.parameters()) {
    if (name.back() != '(') name += ", ";
    name += full(parameter->getType());
  }
  return name + ")";
}

std::string SymbolNames::full(clang::QualType type) const {
  return type.getAsString(policy_);
}

}  // namespace gordian::analyzer::facts
