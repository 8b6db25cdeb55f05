// The way of an exception out of a function: Clang's graph has neither edges from calls to the
// handlers of their try nor destructors on the way. Both are made here.
#pragma once

#include <clang/AST/StmtCXX.h>
#include <clang/Analysis/CFG.h>
#include <llvm/ADT/DenseMap.h>

#include <map>
#include <vector>

#include "draft_block.hpp"
#include "event_writer.hpp"

namespace gordian::analyzer::facts {

using LiveVariables = std::vector<const clang::VarDecl*>;  // in the order of their construction

// Where the trys of a body are.
struct TryTree {
  void look(const clang::Stmt* statement, const clang::CXXTryStmt* inside);
  bool encloses(const clang::CXXTryStmt* outer, const clang::VarDecl* variable) const;

  llvm::DenseMap<const clang::CXXTryStmt*, const clang::CXXTryStmt*> outer;
  llvm::DenseMap<const clang::Stmt*, const clang::CXXTryStmt*> ofExpression;  // that could throw
  llvm::DenseMap<const clang::VarDecl*, const clang::CXXTryStmt*> ofVariable;
};

class Unwinding {
 public:
  Unwinding(Frame& frame, EventWriter& events, std::vector<DraftBlock>& drafts)
      : frame_(frame), events_(events), drafts_(drafts) {}

  void prepare(const clang::CFG& graph, const clang::Stmt* body);
  // What an exception from here leads to, if that is of interest: only in a try.
  bool isLeft(const clang::CFGElement& element) const;
  std::uint32_t from(const clang::Expr& thrower, const LiveVariables& live);
  // The variables that are alive where a handler begins.
  const LiveVariables& liveAt(const clang::CXXCatchStmt& handler) const;
  // When it is known where each block of the graph begins.
  void connect(const std::vector<std::uint32_t>& firstDrafts);

 private:
  std::uint32_t leave(const clang::CXXTryStmt* attempt, LiveVariables live);

  Frame& frame_;
  EventWriter& events_;
  std::vector<DraftBlock>& drafts_;
  TryTree tries_;
  llvm::DenseMap<const clang::Stmt*, const clang::CFGBlock*> handlers_;
  llvm::DenseMap<const clang::CXXCatchStmt*, LiveVariables> liveAtHandlers_;
  std::map<std::pair<const clang::CXXTryStmt*, LiveVariables>, std::uint32_t> known_;
  std::vector<std::pair<std::uint32_t, const clang::CXXTryStmt*>> open_;
};

}  // namespace gordian::analyzer::facts
