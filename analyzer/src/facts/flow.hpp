// The control flow of a function while it is built: blocks that refer to events in the order in
// which these were written; assemble() puts both into their final order.
#pragma once

#include <clang/Analysis/CFG.h>

#include <optional>
#include <vector>

#include "event_writer.hpp"

namespace gordian::analyzer::facts {

struct DraftBlock {
  std::vector<std::uint32_t> events;
  std::vector<std::uint32_t> successors;
  std::optional<Condition> condition;
  bool isCatch = false;
  bool isUnwinding = false;
};

class Flow {
 public:
  Flow(Frame& frame, Places& places, EventWriter& events)
      : frame_(frame), places_(places), events_(events) {}

  // The blocks of `graph`; [0] is the entry.
  std::vector<DraftBlock> read(const clang::CFG& graph);

 private:
  void readBlock(const clang::CFGBlock& block);
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
};

// Final order of blocks and events; loops are marked, what cannot be reached and what only this
// function could see is left out.
void assemble(std::vector<DraftBlock> drafts, Function& function);

}  // namespace gordian::analyzer::facts
