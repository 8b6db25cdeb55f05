// gordian report --with-static: adds to a report of recordings what only they and the facts of the
// source tell together.
#pragma once

#include <gordian/recording/reader.hpp>

#include <string>
#include <vector>

#include "../report/model.hpp"
#include "checks/check_program.hpp"
#include "observed_edges.hpp"

namespace gordian::cli {

class WithSource {
 public:
  // `paths`: facts, as `gordian check --facts` takes them; none: nothing is added. `configFolder`:
  // of gordian.toml. Throws UsageError where there are no facts.
  WithSource(const std::vector<std::string>& paths, const analyzer::CheckSettings& settings,
             const std::string& configFolder);

  void look(const recording::Recording& recording, Names& names);
  void addTo(Report& report, bool isStrict) const;

  // Some facts could not be read, or not wholly.
  [[nodiscard]] bool isIncomplete() const { return !problems_.empty(); }

 private:
  std::vector<std::string> problems_;
  std::vector<Finding> cycles_;
  ObservedEdges observed_;
};

}  // namespace gordian::cli
