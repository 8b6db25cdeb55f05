#include "system_reach.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/ExprCXX.h>
#include <clang/AST/Stmt.h>

namespace gordian::analyzer::facts {
namespace {

// More would say no more than "it calls much".
constexpr std::size_t kMost = 64;
constexpr std::size_t kMostVisited = 4096;

class Collector {
 public:
  explicit Collector(std::vector<const clang::FunctionDecl*>& callees) : callees_(callees) {}

  void look(const clang::Stmt* statement);
  void addDestructor(clang::QualType type);

 private:
  void add(const clang::FunctionDecl* function) {
    if (function) callees_.push_back(function);
  }

  std::vector<const clang::FunctionDecl*>& callees_;
};

void Collector::addDestructor(clang::QualType type) {
  if (type.isNull() || type->isReferenceType()) return;
  const clang::CXXRecordDecl* record = type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!record || !record->hasDefinition() || record->hasTrivialDestructor()) return;
  add(record->getDestructor());
}

void Collector::look(const clang::Stmt* statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement)) return;
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    add(call->getDirectCallee());
  } else if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(statement)) {
    add(made->getConstructor());
  } else if (const auto* deleted = llvm::dyn_cast<clang::CXXDeleteExpr>(statement)) {
    addDestructor(deleted->getDestroyedType());
  } else if (const auto* bound = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(statement)) {
    addDestructor(bound->getType());
  } else if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* declaration : declarations->decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration);
      if (variable && variable->hasLocalStorage()) addDestructor(variable->getType());
    }
  }
  for (const clang::Stmt* child : statement->children()) look(child);
}

}  // namespace

const SystemReach::Callees& SystemReach::calleesOf(const clang::FunctionDecl& definition) {
  const auto known = callees_.find(&definition);
  if (known != callees_.end()) return known->second;
  Callees callees;
  Collector collector(callees);
  if (const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&definition)) {
    for (const clang::CXXCtorInitializer* part : constructor->inits()) {
      collector.look(part->getInit());
    }
  }
  collector.look(definition.getBody());
  if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(&definition)) {
    const clang::CXXRecordDecl& record = *destructor->getParent();
    for (const clang::FieldDecl* field : record.fields()) collector.addDestructor(field->getType());
    for (const clang::CXXBaseSpecifier& base : record.bases()) {
      collector.addDestructor(base.getType());
    }
  }
  return callees_[&definition] = std::move(callees);
}

std::vector<const clang::FunctionDecl*> SystemReach::from(
    const clang::FunctionDecl& systemFunction) {
  std::vector<const clang::FunctionDecl*> reached;
  llvm::DenseSet<const clang::FunctionDecl*> seen{systemFunction.getCanonicalDecl()};
  std::vector<const clang::FunctionDecl*> open{&systemFunction};
  while (!open.empty() && reached.size() < kMost && seen.size() < kMostVisited) {
    const clang::FunctionDecl* next = open.back();
    open.pop_back();
    const clang::FunctionDecl* definition = nullptr;
    if (!next->isDefined(definition) || !definition->hasBody()) continue;
    if (definition->isDependentContext()) continue;
    const Callees& callees = calleesOf(*definition);
    for (auto callee = callees.rbegin(); callee != callees.rend(); ++callee) {
      if (!seen.insert((*callee)->getCanonicalDecl()).second || (*callee)->isTrivial()) continue;
      if (files_.isSystem((*callee)->getLocation())) {
        open.push_back(*callee);
      } else {
        reached.push_back(*callee);
      }
    }
  }
  return reached;
}

}  // namespace gordian::analyzer::facts
