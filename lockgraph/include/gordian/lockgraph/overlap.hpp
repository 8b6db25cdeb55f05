// Whether what was seen in a trace can be at the same time in some schedule, by hard order alone:
// for judges who put acquisitions of several traces together. What is not known counts as apart.
//
// Cost: that of HappensBefore; of a dependency the first few times are looked at.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <memory>
#include <vector>

namespace gordian::lockgraph {

class Overlap {
 public:
  // A lock that is held all the life of a thread by whoever created it.
  struct Guard {
    LockId lock{};
    ThreadId holder{};
  };

  explicit Overlap(const Trace& trace);  // which must outlive it
  ~Overlap();
  Overlap(const Overlap&) = delete;
  Overlap& operator=(const Overlap&) = delete;

  // Both acquisitions, of different threads.
  [[nodiscard]] bool canMeet(DependencyId a, DependencyId b) const;
  // The acquisition and some moment in the life of another thread.
  [[nodiscard]] bool canMeet(DependencyId acquisition, ThreadId thread) const;
  [[nodiscard]] std::vector<Guard> guardsOf(ThreadId thread) const;

 private:
  struct Facts;
  std::unique_ptr<Facts> facts_;
};

}  // namespace gordian::lockgraph
