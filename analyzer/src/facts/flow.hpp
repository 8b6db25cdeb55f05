// The control flow of a function while it is built: blocks that refer to events in the order in
// which these were written; assemble() puts both into their final order.
#pragma once

#include <clang/Analysis/CFG.h>

#include <optional>
#include <vector>

#include "draft_block.hpp"
#include "event_writer.hpp"
#include "unwinding.hpp"

namespace gordian::analyzer::facts {

class Flow {
 public:
  Flow(Frame& frame, Places& places, EventWriter& events)
      : frame_(frame), places_(places), events_(events), unwinding_(frame, events, drafts_) {}

  // The blocks of `graph`; [0] is the entry. `initialised`: the variable whose initialiser it is.
  std::vector<DraftBlock> read(const clang::CFG& graph, const clang::Stmt* body,
                               const clang::VarDecl* initialised);

 private:
  void readBlock(const clang::CFGBlock& block);
  LiveVariables liveAtBeginOf(const clang::CFGBlock& block) const;
  void noteLife(const clang::CFGElement& element, LiveVariables& live) const;
  void connect(const clang::CFGBlock& block);
  void connectSwitch(const clang::CFGBlock& block, const clang::SwitchStmt& statement,
                     std::uint32_t from);
  std::uint32_t newDraft();

  Frame& frame_;
  Places& places_;
  EventWriter& events_;
  std::vector<DraftBlock> drafts_;
  std::vector<std::uint32_t> first_;  // by block id: where it begins
  std::vector<std::uint32_t> last_;   // and where it ends
  std::vector<bool> isThrown_;        // it ends with an exception
  Unwinding unwinding_;
  std::vector<std::optional<LiveVariables>> live_;  // at the end, by block id
};

// Final order of blocks and events; loops are marked, what cannot be reached and what only this
// function could see is left out.
void assemble(std::vector<DraftBlock> drafts, Function& function);

}  // namespace gordian::analyzer::facts
