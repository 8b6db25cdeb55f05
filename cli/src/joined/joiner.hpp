// Cycles whose edges come from different runs of a program.
//
// While the runs of a report are judged one after the other, only their edges between lock classes
// are kept, and which runs made them. What no run made as a whole is put together at the end; the
// few runs that it takes are then read again, for their order and their stacks.
//
// A cycle is told where, of each two of its edges, threads that play different parts made them (or
// a part that several threads play); no lock is held around both; the modes block each other; and
// in each of the two runs somebody who plays the other part could run at the same time. Whether one
// run can make all of the edges stays open, so it is possible, never more. (docs/design.md)
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "../report/model.hpp"
#include "../report/recordings.hpp"
#include "run_edges.hpp"

namespace gordian::cli::joined {

// Runs by their index in the report, ascending.
using EdgesOfRuns = std::map<ClassEdge, std::vector<std::uint32_t>>;

class Joiner {
 public:
  void look(std::size_t run, const recording::Recording& recording, Names& names);

  // `told`: cycles that single runs made; over the same lock classes nothing is added to them.
  std::vector<Finding> findings(Recordings& runs, const NamesFor& namesFor,
                                const std::vector<Finding>& told);
  // Limits that were reached.
  [[nodiscard]] const std::vector<std::string>& cut() const { return cut_; }

 private:
  void isCut(const std::string& what);

  Identities identities_;
  EdgesOfRuns edges_;
  std::vector<std::string> cut_;
};

}  // namespace gordian::cli::joined
