// Findings that somebody has set aside, with a reason: the [[suppress]] tables of gordian.toml.
//
// A suppression is as narrow as the mistake that it excuses: it names one id and an edge (two locks
// in the order in which they are taken), a lock, or a field. What is wrong with suppressions is a
// note: what they fail to silence is told, and fails where it has to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model.hpp"

namespace gordian::cli {

struct SuppressRule {
  std::string id;                 // "GD101"
  std::vector<std::string> edge;  // names or classes of locks, * stands for anything; or empty
  std::string field;              // what accesses are about, or what a finding names; or empty
  std::string reason;
  std::string until;  // "2027-06-30": the last day; empty: no end
  bool allowsBroad = false;
  SourceFrame at;  // where it is written
};

class Suppressions {
 public:
  Suppressions() = default;
  // `today` as in `until`.
  Suppressions(std::vector<SuppressRule> rules, std::string today);

  // What is told of the suppressions themselves. Mistakes: GD902 and GD903. Unused: GD901 too, for
  // who has seen everything that could match.
  enum class Telling : std::uint8_t { Nothing, Mistakes, Unused };

  // Moves what is suppressed out of the findings.
  void apply(Report& report, Telling telling) const;

 private:
  std::vector<SuppressRule> rules_;
  std::string today_;
};

// GD901 to GD903, about what is written at `at`; `object` tells it from others.
Finding suppressionFinding(const char* id, const SourceFrame& at, std::string object,
                           std::string message, std::string reason);

// Of the system's clock, in the form of `until`.
std::string today();

}  // namespace gordian::cli
