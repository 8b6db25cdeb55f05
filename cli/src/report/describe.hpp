// One verdict of the analysis, in the words of the program's author.
#pragma once

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

class Describer {
 public:
  // `index` tells recordings apart in Edge::counted.
  Describer(const recording::Recording& recording, std::size_t index, Names& names)
      : recording_(recording), index_(index), names_(names) {}

  Finding cycle(const lockgraph::Cycle& cycle);
  Finding doubleLock(const lockgraph::DoubleLock& found);

 private:
  Edge edge(Finding& finding, const lockgraph::CycleEdge& edge);
  std::size_t addLock(Finding& finding, lockgraph::LockId lock);
  std::size_t addThread(Finding& finding, lockgraph::ThreadId thread);
  void complete(Finding& finding, const std::vector<std::string>& gates);
  void addTests(Finding& finding, const lockgraph::Dependency& dependency) const;

  const recording::Recording& recording_;
  std::size_t index_;
  Names& names_;
  std::vector<lockgraph::LockId> lockIds_;      // parallel to the locks of the finding at hand
  std::vector<lockgraph::ThreadId> threadIds_;  // … and to its threads
};

}  // namespace gordian::cli
