// `// gordian: allow(GD401) reason` in the source: findings that somebody has looked at there.
//
// It covers the line that it stands on; alone on its line, the next one that is no comment. It
// concerns a finding that has any of its own places there: the headline's, an access, the edge of a
// cycle, a note, the declaration of the data.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../report/model.hpp"
#include "../report/source.hpp"
#include "../report/suppressions.hpp"
#include "model/unit.hpp"

namespace gordian::cli {

class Allowances {
 public:
  // Of a header once, however many units have it.
  void add(const analyzer::Unit& unit);

  // Moves what is allowed out of the findings.
  void apply(Report& report, Suppressions::Telling telling);

 private:
  struct Allowance {
    SourceFrame at;
    std::vector<std::string> ids;
    std::string reason;
    std::uint32_t covered = 0;  // line
    bool isUsed = false;
  };

  [[nodiscard]] bool isAllowed(const Finding& finding, const Allowance& allowance) const;
  [[nodiscard]] static std::string mistakeIn(const Allowance& allowance);
  void tell(Report& report, const Allowance& allowance, Suppressions::Telling telling) const;

  SourceText source_;
  std::map<std::pair<std::string, std::uint32_t>, Allowance> allowances_;  // by file and line
};

}  // namespace gordian::cli
