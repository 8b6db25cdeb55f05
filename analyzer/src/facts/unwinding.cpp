#include "unwinding.hpp"

#include <clang/AST/ExprCXX.h>

namespace gordian::analyzer::facts {

using llvm::dyn_cast;
using llvm::isa;

namespace {

bool catchesAll(const clang::CXXTryStmt& attempt) {
  for (unsigned i = 0; i < attempt.getNumHandlers(); ++i) {
    if (!attempt.getHandler(i)->getExceptionDecl()) return true;
  }
  return false;
}

bool isThrower(const clang::Stmt& statement) {
  return isa<clang::CallExpr, clang::CXXConstructExpr, clang::CXXThrowExpr>(statement);
}

}  // namespace

void TryTree::look(const clang::Stmt* statement, const clang::CXXTryStmt* inside) {
  if (!statement) return;
  if (const auto* attempt = dyn_cast<clang::CXXTryStmt>(statement)) {
    outer[attempt] = inside;
    look(attempt->getTryBlock(), attempt);
    for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) look(attempt->getHandler(i), inside);
    return;
  }
  if (isThrower(*statement) && (inside || isa<clang::CXXThrowExpr>(statement))) {
    ofExpression[statement] = inside;
  }
  if (const auto* declarations = dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* declaration : declarations->decls()) {
      if (const auto* variable = dyn_cast<clang::VarDecl>(declaration)) {
        if (inside) ofVariable[variable] = inside;
      }
    }
  }
  if (isa<clang::LambdaExpr>(statement)) return;
  for (const clang::Stmt* child : statement->children()) look(child, inside);
}

bool TryTree::encloses(const clang::CXXTryStmt* wanted, const clang::VarDecl* variable) const {
  const clang::CXXTryStmt* inside = ofVariable.lookup(variable);
  while (inside && inside != wanted) inside = outer.lookup(inside);
  return inside == wanted;
}

void Unwinding::prepare(const clang::CFG& graph, const clang::Stmt* body) {
  tries_.look(body, nullptr);
  for (const clang::CFGBlock* block : graph) {
    const auto* handler = llvm::dyn_cast_or_null<clang::CXXCatchStmt>(block->getLabel());
    if (handler) handlers_[handler] = block;
  }
}

bool Unwinding::isLeft(const clang::CFGElement& element) const {
  if (tries_.ofExpression.empty()) return false;
  const auto statement = element.getAs<clang::CFGStmt>();
  if (!statement || !tries_.ofExpression.count(statement->getStmt())) return false;
  if (isa<clang::CXXThrowExpr>(statement->getStmt())) return true;
  return frame_.unit.throwing.canThrow(*llvm::cast<clang::Expr>(statement->getStmt()));
}

// Destroys what is alive inside `attempt` (without one: everything) and goes to its handlers.
std::uint32_t Unwinding::leave(const clang::CXXTryStmt* attempt, LiveVariables live) {
  const auto [known, isNew] = known_.try_emplace({attempt, live}, 0);
  if (!isNew) return known->second;
  const auto draft = static_cast<std::uint32_t>(drafts_.size());
  known->second = draft;
  drafts_.emplace_back();
  drafts_[draft].isUnwinding = true;
  while (!live.empty() && (!attempt || tries_.encloses(attempt, live.back()))) {
    events_.destroy(*live.back(), live.back()->getLocation(), kImplicit | kUnwinds,
                    drafts_[draft].events);
    live.pop_back();
  }
  if (!attempt) return draft;
  for (unsigned i = 0; i < attempt->getNumHandlers(); ++i) {
    liveAtHandlers_[attempt->getHandler(i)] = live;
  }
  open_.emplace_back(draft, attempt);
  if (!catchesAll(*attempt)) {
    const std::uint32_t outer = leave(tries_.outer.lookup(attempt), std::move(live));
    drafts_[draft].successors.push_back(outer);
  }
  return draft;
}

std::uint32_t Unwinding::from(const clang::Expr& thrower, const LiveVariables& live) {
  return leave(tries_.ofExpression.lookup(&thrower), live);
}

const LiveVariables& Unwinding::liveAt(const clang::CXXCatchStmt& handler) const {
  static const LiveVariables kNone;
  const auto known = liveAtHandlers_.find(&handler);
  return known == liveAtHandlers_.end() ? kNone : known->second;
}

void Unwinding::connect(const std::vector<std::uint32_t>& firstDrafts) {
  for (const auto& [draft, attempt] : open_) {
    std::vector<std::uint32_t>& successors = drafts_[draft].successors;
    for (unsigned i = attempt->getNumHandlers(); i-- > 0;) {
      const auto block = handlers_.find(attempt->getHandler(i));
      if (block == handlers_.end()) continue;
      successors.insert(successors.begin(), firstDrafts[block->second->getBlockID()]);
    }
  }
}

}  // namespace gordian::analyzer::facts
