// The dependencies that can lie on a cycle, folded into shapes.
//
// A shape is what the search distinguishes: held set, acquired lock, mode and kind of acquisition.
// Which threads showed it, when and by which stacks are its members. A million dependencies of a
// thread pool fold into few shapes. Only dependencies whose lock shares a component with a lock
// they hold are kept. Sorted by held set in preorder, so that the shapes which hold a given lock
// are a few contiguous ranges. Cost: O(n log n) in what is kept.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <span>
#include <vector>

#include "components.hpp"
#include "held_tree.hpp"
#include "occasions.hpp"

namespace gordian::lockgraph {

using ShapeId = std::uint32_t;

// An occurrence and the dependency that shows it: of equal segments the latest. Or a stretch of
// them.
struct Sighting {
  Segment segment = 0;
  Segment last = 0;  // of a stretch; else the same
  std::uint64_t residues = 0;
  Sequence sequence = 0;
  DependencyId dependency{};
};

struct Member {
  ThreadId thread{};
  std::size_t exact = 0;  // so many are occurrences, by segment; then come the stretches
  std::vector<Sighting> sightings;
  Occasion all;  // of all of them
};

struct Shape {
  HeldNode held = kNothingHeld;
  LockId lock{};
  Mode mode = Mode::Exclusive;
  Acquisition acquisition = Acquisition::Blocking;
  std::vector<Member> members;  // by thread
};

// Somebody who waits for a lock to write, for the kind whose readers wait behind writers. The first
// and the last time are two.
struct Writer {
  ThreadId thread{};
  HeldNode held = kNothingHeld;  // before it asks
  Segment segment = 0;
};

class Shapes {
 public:
  Shapes(const Trace& trace, const Components& components);

  const Trace& trace() const { return trace_; }
  const HeldTree& tree() const { return tree_; }
  const Components& components() const { return components_; }
  std::size_t size() const { return shapes_.size(); }
  const Shape& operator[](ShapeId id) const { return shapes_[id]; }

  // The shapes whose held set contains `node`: [first, last).
  std::pair<ShapeId, ShapeId> below(HeldNode node) const;
  // The only thread that shows any of those; none when there are several.
  std::optional<ThreadId> onlyThreadBelow(HeldNode node) const;
  // The shapes that acquire `lock`, within its component.
  std::span<const ShapeId> acquiring(LockId lock) const {
    const ShapeId begin = acquiringBegin_[static_cast<std::size_t>(lock)];
    return {acquiring_.data() + begin, acquiringBegin_[static_cast<std::size_t>(lock) + 1] - begin};
  }
  const std::vector<Writer>& writers(LockId lock) const;

 private:
  void fold(const std::vector<std::pair<HeldNode, DependencyId>>& kept);
  void indexByLock();
  void findOnlyThreads();
  void findWriters(const std::vector<std::pair<HeldNode, DependencyId>>& seen);

  const Trace& trace_;
  const Components& components_;
  HeldTree tree_;
  std::vector<Shape> shapes_;
  std::vector<ShapeId> beginOf_;           // by node: its first shape; one more at the end
  std::vector<std::uint32_t> onlyThread_;  // by node
  std::vector<ShapeId> acquiringBegin_;    // by lock, into acquiring_
  std::vector<ShapeId> acquiring_;
  std::unordered_map<std::uint32_t, std::vector<Writer>> writers_;
};

}  // namespace gordian::lockgraph
