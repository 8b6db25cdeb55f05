#include "flow.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/StmtCXX.h>

#include "conditions.hpp"

namespace gordian::analyzer::facts {
namespace {

// A switch of more cases is left undecided: its disjuncts would be merged anyway.
constexpr unsigned kCasesTold = 32;

std::vector<const clang::CFGBlock*> successorsOf(const clang::CFGBlock& block) {
  std::vector<const clang::CFGBlock*> successors;
  for (const clang::CFGBlock::AdjacentBlock& next : block.succs()) {
    if (next.getReachableBlock()) successors.push_back(next.getReachableBlock());
  }
  return successors;
}

}  // namespace

std::uint32_t Flow::newDraft() {
  drafts_.emplace_back();
  return static_cast<std::uint32_t>(drafts_.size() - 1);
}

void Flow::readBlock(const clang::CFGBlock& block) {
  const std::uint32_t draft = newDraft();
  first_[block.getBlockID()] = draft;
  drafts_[draft].isCatch = llvm::isa_and_nonnull<clang::CXXCatchStmt>(block.getLabel());
  for (const clang::CFGElement& element : block) {
    events_.write(element, drafts_[draft].events);
  }
  last_[block.getBlockID()] = draft;
}

void Flow::connectSwitch(const clang::CFGBlock& block, const clang::SwitchStmt& statement,
                         std::uint32_t from) {
  const std::vector<const clang::CFGBlock*> successors = successorsOf(block);
  const Value tested = places_.value(statement.getCond());
  if (tested.kind != ValueKind::Held || successors.size() > kCasesTold) {
    for (const clang::CFGBlock* next : successors) {
      drafts_[from].successors.push_back(first_[next->getBlockID()]);
    }
    return;
  }
  // One comparison after the other; what is none of the cases is the last successor.
  for (const clang::CFGBlock* next : successors) {
    const std::uint32_t target = first_[next->getBlockID()];
    const auto* label = llvm::dyn_cast_or_null<clang::CaseStmt>(next->getLabel());
    if (next == successors.back()) {
      drafts_[from].successors.push_back(target);
      return;
    }
    Condition condition;
    if (label && !label->caseStmtIsGNURange()) {
      const llvm::APSInt number = label->getLHS()->EvaluateKnownConstInt(frame_.unit.ast);
      if (number.isRepresentableByInt64()) condition = {Test::Equal, tested, number.getExtValue()};
    }
    const std::uint32_t rest = newDraft();
    drafts_[from].successors = {target, rest};
    drafts_[from].condition = condition;
    from = rest;
  }
}

void Flow::connect(const clang::CFGBlock& block) {
  const std::uint32_t from = last_[block.getBlockID()];
  if (block.hasNoReturnElement()) return;
  const clang::Stmt* terminator = block.getTerminatorStmt();
  const auto* selection = llvm::dyn_cast_or_null<clang::SwitchStmt>(terminator);
  if (selection && block.getTerminator().isStmtBranch()) {
    return connectSwitch(block, *selection, from);
  }
  const std::vector<const clang::CFGBlock*> successors = successorsOf(block);
  for (const clang::CFGBlock* next : successors) {
    drafts_[from].successors.push_back(first_[next->getBlockID()]);
  }
  if (successors.size() != 2 || block.succ_size() != 2) return;
  const clang::Expr* condition = nullptr;
  if (block.getTerminator().isStmtBranch()) condition = block.getLastCondition();
  if (!condition && !block.getTerminator().isVirtualBaseBranch()) {
    condition = llvm::dyn_cast_or_null<clang::Expr>(block.getTerminatorCondition());
  }
  Decision decision = decisionOf(condition, places_, frame_.unit.ast);
  if (decision.isSwapped) std::swap(drafts_[from].successors[0], drafts_[from].successors[1]);
  drafts_[from].condition = std::move(decision.condition);
}

std::vector<DraftBlock> Flow::read(const clang::CFG& graph) {
  first_.assign(graph.getNumBlockIDs(), 0);
  last_.assign(graph.getNumBlockIDs(), 0);
  // The graph is built from its end; so this is about the order of the source.
  for (const clang::CFGBlock* block : graph.const_reverse_nodes()) readBlock(*block);
  for (const clang::CFGBlock* block : graph.const_reverse_nodes()) connect(*block);
  const std::uint32_t entry = first_[graph.getEntry().getBlockID()];
  if (entry != 0) {  // assemble() begins at 0
    std::swap(drafts_[0], drafts_[entry]);
    for (DraftBlock& draft : drafts_) {
      for (std::uint32_t& next : draft.successors) {
        if (next == 0 || next == entry) next = next == 0 ? entry : 0;
      }
    }
  }
  return std::move(drafts_);
}

}  // namespace gordian::analyzer::facts
