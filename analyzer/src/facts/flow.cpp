#include "flow.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/StmtCXX.h>

#include <algorithm>

#include "conditions.hpp"

namespace gordian::analyzer::facts {
namespace {

// A switch of more cases is left undecided: its disjuncts would be merged anyway.
constexpr unsigned kCasesTold = 32;

const clang::Expr* conditionOf(const clang::CFGBlock& block) {
  const clang::CFGTerminator terminator = block.getTerminator();
  if (terminator.isStmtBranch()) {
    if (const clang::Expr* last = block.getLastCondition()) return last;
    return llvm::dyn_cast_or_null<clang::Expr>(block.getTerminatorCondition());
  }
  if (!terminator.isTemporaryDtorsBranch()) return nullptr;
  // Whether the temporary was made: what decided that it was.
  if (const auto* choice =
          llvm::dyn_cast<clang::AbstractConditionalOperator>(terminator.getStmt())) {
    return choice->getCond();
  }
  const auto* logical = llvm::dyn_cast<clang::BinaryOperator>(terminator.getStmt());
  return logical ? logical->getLHS() : nullptr;
}

// A static of a function with a constant for its initialiser: nothing happens at first use.
bool isConstantStatic(const clang::Stmt* terminator) {
  const auto* statement = llvm::dyn_cast_or_null<clang::DeclStmt>(terminator);
  if (!statement || !statement->isSingleDecl()) return false;
  const auto* variable = llvm::dyn_cast<clang::VarDecl>(statement->getSingleDecl());
  return variable && variable->isStaticLocal() && variable->hasConstantInitialization();
}

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

LiveVariables Flow::liveAtBeginOf(const clang::CFGBlock& block) const {
  if (const auto* handler = llvm::dyn_cast_or_null<clang::CXXCatchStmt>(block.getLabel())) {
    return unwinding_.liveAt(*handler);
  }
  for (const clang::CFGBlock::AdjacentBlock& before : block.preds()) {
    const clang::CFGBlock* reachable = before.getReachableBlock();
    if (reachable && live_[reachable->getBlockID()]) return *live_[reachable->getBlockID()];
  }
  return {};
}

void Flow::noteLife(const clang::CFGElement& element, LiveVariables& live) const {
  if (const auto ended = element.getAs<clang::CFGAutomaticObjDtor>()) {
    const auto found = std::find(live.rbegin(), live.rend(), ended->getVarDecl());
    if (found != live.rend()) live.erase(std::next(found).base());
    return;
  }
  const auto statement = element.getAs<clang::CFGStmt>();
  const auto* declarations =
      statement ? llvm::dyn_cast<clang::DeclStmt>(statement->getStmt()) : nullptr;
  if (!declarations) return;
  for (const clang::Decl* declaration : declarations->decls()) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration);
    if (variable && variable->needsDestruction(frame_.unit.ast)) live.push_back(variable);
  }
}

void Flow::readBlock(const clang::CFGBlock& block) {
  std::uint32_t draft = newDraft();
  first_[block.getBlockID()] = draft;
  drafts_[draft].isCatch = llvm::isa_and_nonnull<clang::CXXCatchStmt>(block.getLabel());
  LiveVariables live = liveAtBeginOf(block);
  for (const clang::CFGElement& element : block) {
    if (unwinding_.isLeft(element)) {
      // The exception leaves before the call has done what it does: a lock() that throws has not
      // locked.
      const auto& thrower = *llvm::cast<clang::Expr>(element.castAs<clang::CFGStmt>().getStmt());
      const std::uint32_t way = unwinding_.from(thrower, live);
      if (llvm::isa<clang::CXXThrowExpr>(thrower)) {
        drafts_[draft].successors = {way};
        isThrown_[block.getBlockID()] = true;
        break;
      }
      const std::uint32_t rest = newDraft();
      drafts_[draft].successors = {rest, way};
      draft = rest;
    }
    std::vector<std::uint32_t> events = std::move(drafts_[draft].events);
    events_.write(element, events);
    drafts_[draft].events = std::move(events);
    noteLife(element, live);
  }
  last_[block.getBlockID()] = draft;
  live_[block.getBlockID()] = std::move(live);
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
  if (block.hasNoReturnElement() || isThrown_[block.getBlockID()]) return;
  const clang::Stmt* terminator = block.getTerminatorStmt();
  const auto* selection = llvm::dyn_cast_or_null<clang::SwitchStmt>(terminator);
  if (selection && block.getTerminator().isStmtBranch()) {
    return connectSwitch(block, *selection, from);
  }
  std::vector<const clang::CFGBlock*> successors = successorsOf(block);
  if (isConstantStatic(terminator) && !successors.empty()) successors.resize(1);
  for (const clang::CFGBlock* next : successors) {
    drafts_[from].successors.push_back(first_[next->getBlockID()]);
  }
  if (successors.size() != 2 || block.succ_size() != 2) return;
  const Decision decision = decisionOf(conditionOf(block), places_);
  if (decision.isSwapped) std::swap(drafts_[from].successors[0], drafts_[from].successors[1]);
  drafts_[from].condition = decision.condition;
}

std::vector<DraftBlock> Flow::read(const clang::CFG& graph, const clang::Stmt* body,
                                   const clang::VarDecl* initialised) {
  first_.assign(graph.getNumBlockIDs(), 0);
  last_.assign(graph.getNumBlockIDs(), 0);
  isThrown_.assign(graph.getNumBlockIDs(), false);
  live_.assign(graph.getNumBlockIDs(), std::nullopt);
  unwinding_.prepare(graph, body);
  // The graph is built from its end; so this is about the order of the source.
  for (const clang::CFGBlock* block : graph.const_reverse_nodes()) readBlock(*block);
  for (const clang::CFGBlock* block : graph.const_reverse_nodes()) connect(*block);
  unwinding_.connect(first_);
  if (initialised) {
    events_.writeInitialisation(*initialised, drafts_[first_[graph.getExit().getBlockID()]].events);
  }
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
