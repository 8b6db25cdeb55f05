// The orders of locks that one run took, as they can be compared with those of another run.
#pragma once

#include <gordian/lockgraph/overlap.hpp>

#include <map>
#include <memory>

#include "../report/names.hpp"
#include "identities.hpp"

namespace gordian::cli::joined {

// A lock that is held, or guards the whole thread while whoever plays `guardedBy` holds it. Of
// locks that are no objects the class counts: which of them it is cannot be compared.
struct Hold {
  Object object{};
  bool isShared = false;
  std::optional<Role> guardedBy;
  bool isOwn = false;  // its holder made it: it is none that another thread made
  auto operator<=>(const Hold&) const = default;
};

// "Who plays `role` asks for `acquired` while it holds `held`", and what else it holds.
struct ClassEdge {
  Object held{};
  Object acquired{};
  lockgraph::Mode heldMode = lockgraph::Mode::Exclusive;
  lockgraph::Mode mode = lockgraph::Mode::Exclusive;
  Role role{};
  std::vector<Hold> holds;  // with `held`; sorted
  auto operator<=>(const ClassEdge&) const = default;
};

struct Sighting {
  lockgraph::DependencyId dependency{};
  lockgraph::LockId held{};
};

struct RunEdges {
  std::map<ClassEdge, std::vector<Sighting>> edges;  // of each the first few
  std::vector<std::optional<Role>> roles;            // by thread; none: nothing is known of it
  bool isCut = false;                                // there are more
};

// Left out: try-acquisitions, timed ones, those at the end of a condition wait, once flags and
// statics, and locks that no other thread knew yet. Classes that have several objects here, and
// semaphores that are signals, are banned in `identities`.
RunEdges edgesOf(const recording::Recording& recording, Names& names, Identities& identities);

}  // namespace gordian::cli::joined
