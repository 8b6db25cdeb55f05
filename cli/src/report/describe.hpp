// The verdicts of the analysis in the words of the program's author.
#pragma once

#include "finding_builder.hpp"

namespace gordian::cli {

class Describer {
 public:
  // `index` tells recordings apart in Edge::counted.
  Describer(const recording::Recording& recording, std::size_t index, Names& names)
      : recording_(recording), index_(index), names_(names), grounds_(recording.trace) {}

  Finding cycle(const lockgraph::Cycle& cycle);
  Finding doubleLock(const lockgraph::DoubleLock& found);
  Finding heldWait(const lockgraph::HeldWait& found);

 private:
  Finding readAgain(FindingBuilder& builder, lockgraph::ThreadId writer);

  const recording::Recording& recording_;
  std::size_t index_;
  Names& names_;
  lockgraph::GroundsFinder grounds_;
};

}  // namespace gordian::cli
