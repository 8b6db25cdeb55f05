// Where threads stand when a finding is about to come true: for `gordian provoke`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "build.hpp"

namespace gordian::cli {

// The limits of a plan (runtime/plan/plan.hpp).
inline constexpr std::size_t kMostPlanPoints = 64;
inline constexpr std::size_t kMostPlanFrames = 8;
inline constexpr std::size_t kMostPlanLines = 4;

// Where code lies, as it is the same wherever the system loads it.
struct PlanFrame {
  std::string buildId;  // hex; may be empty
  std::string path;
  std::uint64_t offset = 0;  // of a return address, or of a variable
  bool operator==(const PlanFrame&) const = default;
};
struct PlanLine {
  std::uint32_t line = 0;
  std::string function;
  std::string file;
  bool operator==(const PlanLine&) const = default;
};

// A place where a thread is about to do its part of a finding.
struct PlanPoint {
  bool isWait = false;    // for something that is no lock
  bool isWriter = false;  // no part of the cycle, but readers wait behind it
  bool isShared = false;
  std::uint64_t crowd = 1;          // ways in which the recording has the innermost frame
  std::vector<PlanFrame> frames;    // innermost first
  std::vector<PlanLine> python;     // the same; of Python these tell the place
  std::optional<PlanFrame> object;  // the lock, where it has a fixed address
};

// By fingerprint of the finding.
using PointsOfFindings = std::map<std::string, std::vector<PlanPoint>>;

// buildReport(), and the places of what it found that can be provoked.
Report buildReportWithPoints(std::vector<recording::Recording> recordings, const NamesFor& namesFor,
                             const BuildOptions& options, PointsOfFindings& points);

// The places of one recording's findings. Beside those that the finding tells, also where other
// threads do the same with locks of the same classes: any of them may be the one that comes.
class PlanPoints {
 public:
  explicit PlanPoints(const recording::Recording& recording);

  std::vector<PlanPoint> of(const lockgraph::Cycle& cycle);
  std::vector<PlanPoint> of(const lockgraph::HeldWait& found);

 private:
  using Points = std::vector<PlanPoint>;

  void addLock(Points& points, lockgraph::StackId stack, lockgraph::Mode mode,
               lockgraph::LockId lock, lockgraph::Sequence when);
  void add(Points& points, PlanPoint point, lockgraph::StackId stack, lockgraph::Sequence when);
  void addEdge(Points& points, const lockgraph::CycleEdge& edge);
  // Who makes the reader wait that this edge ends with, where the other one reads, too.
  void addWriters(Points& points, const lockgraph::CycleEdge& edge,
                  const lockgraph::CycleEdge& next);
  void addNeed(Points& points, const lockgraph::HeldWait& found);
  std::optional<PlanFrame> placeOf(std::uint64_t address, lockgraph::Sequence when) const;
  // What tells stacks apart for a start: the innermost frame.
  std::string leafOf(lockgraph::StackId stack) const;
  std::uint64_t crowdOf(lockgraph::StackId stack);

  const recording::Recording& recording_;
  std::map<std::string, std::uint64_t> crowds_;  // dependencies by leaf, once asked for
};

// More places of the same finding, each once, not without bound.
void addPoints(std::vector<PlanPoint>& points, const std::vector<PlanPoint>& more);

}  // namespace gordian::cli
