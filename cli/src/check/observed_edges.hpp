// Which edges of cycles in the source were seen in recordings.
//
// An edge is the same when its locks have the same classes (and the same names, where both sides
// tell one object from another) and it is made in the same functions: what makes the fingerprints
// of a cycle equal, however it was found. Lines do not count, so that code may move in between.
#pragma once

#include <gordian/recording/reader.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../report/model.hpp"
#include "../report/names.hpp"

namespace gordian::cli {

// Edges that were seen, those of the same locks and places together.
struct ObservedEdge {
  std::string held, acquired;                // names of the locks
  std::set<std::string> heldAt, acquiredAt;  // own functions on the stacks, innermost to outermost
  std::uint64_t count = 0;
  std::vector<std::string> tests;
};

class ObservedEdges {
 public:
  // `wanted`: findings with edges; other pairs of lock classes are not kept.
  explicit ObservedEdges(const std::vector<Finding>& wanted);

  void add(const recording::Recording& recording, Names& names);

  // Null: it was not seen.
  [[nodiscard]] const ObservedEdge* find(const Finding& finding, const Edge& edge) const;

 private:
  using Classes = std::pair<std::string, std::string>;  // held, acquired

  std::map<Classes, std::vector<ObservedEdge>> edges_;
};

}  // namespace gordian::cli
