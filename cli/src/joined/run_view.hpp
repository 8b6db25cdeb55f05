// A run that is read again, for what was not kept of it.
#pragma once

#include <list>
#include <memory>

#include "joiner.hpp"

namespace gordian::cli::joined {

class RunView {
 public:
  RunView(std::shared_ptr<recording::Recording> recording, const NamesFor& namesFor,
          Identities& identities);

  [[nodiscard]] const recording::Recording& recording() const { return *recording_; }
  [[nodiscard]] Names& names() { return *names_; }

  // Null: this run did not make it.
  [[nodiscard]] const std::vector<Sighting>* sightingsOf(const ClassEdge& edge) const;
  // The first of them at which another thread that plays `role` could run; null: there is none.
  [[nodiscard]] const Sighting* besides(const ClassEdge& edge, Role role) const;
  // Two of them that could be at the same time.
  [[nodiscard]] bool canMeet(const ClassEdge& a, const ClassEdge& b) const;

 private:
  std::shared_ptr<recording::Recording> recording_;
  std::unique_ptr<Names> names_;
  RunEdges edges_;
  lockgraph::Overlap overlap_;
};

// Those that were asked for last stay in memory.
class RunViews {
 public:
  RunViews(Recordings& runs, const NamesFor& namesFor, Identities& identities)
      : runs_(runs), namesFor_(namesFor), identities_(identities) {}

  // Null: it cannot be read any more, or too many were read.
  std::shared_ptr<RunView> at(std::uint32_t run);
  [[nodiscard]] bool isCut() const { return left_ == 0; }

 private:
  static constexpr std::size_t kKept = 4;

  Recordings& runs_;
  const NamesFor& namesFor_;
  Identities& identities_;
  std::list<std::pair<std::uint32_t, std::shared_ptr<RunView>>> views_;  // last asked for: in front
  std::size_t left_ = 1'000;                                             // to be read
};

}  // namespace gordian::cli::joined
