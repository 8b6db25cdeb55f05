// The way from facts to findings: all units of a program in, what the checks say out.
//
// Pure and deterministic: no I/O; the order in which units are added makes no difference.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../model/unit.hpp"
#include "annotation.hpp"
#include "finding.hpp"

namespace gordian::analyzer {

// [static] of gordian.toml.
struct CheckSettings {
  std::vector<std::string> entryPoints;  // qualified names, or patterns with *: threads begin here
  double guardMajority = 0.7;            // of the accesses that hold a lock: it is the guard
};

struct CheckCounts {
  std::uint64_t functions = 0;     // with a body, each once
  std::uint64_t threads = 0;       // ways of creating one, main included
  std::uint64_t locks = 0;         // lock classes
  std::uint64_t acquisitions = 0;  // places that acquire
  std::uint64_t accesses = 0;      // places that access shared data
  std::uint64_t edges = 0;         // distinct pairs of lock classes, held and acquired
};

class ProgramCheck {
 public:
  ProgramCheck();
  ~ProgramCheck();
  ProgramCheck(const ProgramCheck&) = delete;
  ProgramCheck& operator=(const ProgramCheck&) = delete;

  // What it has in common with units of before is kept once. The unit is trusted in its indices
  // (store checks them) and in nothing else.
  void add(Unit unit);

  // Tells every finding, also those that are ruled out (with their reason).
  CheckCounts judge(const CheckSettings& settings, FindingHandler& handler);

  // Which thread-safety attributes the program could have.
  Inference annotate(const CheckSettings& settings, const PlaceTest& placeTest);

 private:
  struct Program;
  std::unique_ptr<Program> program_;
};

}  // namespace gordian::analyzer
