#include "shapes.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "births.hpp"
#include "ids.hpp"
#include "soft_order.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::uint32_t kNobody = 0xffffffffu;
constexpr std::uint32_t kSeveral = 0xfffffffeu;

using Kept = std::vector<std::pair<HeldNode, DependencyId>>;

// What is sorted by, together: looked up once for each dependency, not at each comparison.
struct Folded {
  HeldNode held = kNothingHeld;
  LockId lock{};
  Mode mode{};
  Acquisition acquisition{};
  ThreadId thread{};
  DependencyId dependency{};

  // NOLINTNEXTLINE(modernize-use-nullptr): the comparison with 0 that = default stands for
  friend auto operator<=>(const Folded&, const Folded&) = default;
};

void addSightings(const Dependency& d, DependencyId id, std::vector<Sighting>& to) {
  for (const Occurrence& seen : d.occurrences)
    to.push_back({seen.segment, seen.segment, residueOf(seen.segment), seen.sequence, id});
  for (const Stretch& seen : d.stretches)
    to.push_back({seen.first, seen.last, seen.residues, seen.end, id});
}

// Of occurrences, one per segment is enough for hard order; the latest also answers "was it shared
// by then". `areApart`: not if dependencies tell more of when they were.
void thin(Member& member, bool areApart) {
  std::vector<Sighting>& sightings = member.sightings;
  const auto isOne = [](const Sighting& one) { return one.segment == one.last; };
  std::sort(sightings.begin(), sightings.end(), [&](const Sighting& a, const Sighting& b) {
    const bool isStretchOfA = !isOne(a);
    const bool isStretchOfB = !isOne(b);
    return std::tie(isStretchOfA, a.segment, b.sequence, a.dependency) <
           std::tie(isStretchOfB, b.segment, a.sequence, b.dependency);
  });
  const auto isSame = [&](const Sighting& a, const Sighting& b) {
    return a.segment == b.segment && isOne(a) && isOne(b) &&
           (!areApart || a.dependency == b.dependency);
  };
  sightings.erase(std::unique(sightings.begin(), sightings.end(), isSame), sightings.end());
  member.exact = static_cast<std::size_t>(
      std::partition_point(sightings.begin(), sightings.end(), isOne) - sightings.begin());
  member.all = {member.thread, sightings.front().segment, sightings.front().last, 0};
  for (const Sighting& one : sightings) {
    member.all.first = std::min(member.all.first, one.segment);
    member.all.last = std::max(member.all.last, one.last);
    member.all.residues |= one.residues;
  }
}

bool holdsPartner(const HeldTree& tree, const Components& components, HeldNode held, LockId lock) {
  const std::uint32_t wanted = components.ofLock[index(lock)];
  for (HeldNode node = held; node != kNothingHeld; node = tree.parent(node)) {
    if (components.ofLock[index(tree.lock(node))] == wanted) return true;
  }
  return false;
}

// A segment in which it was seen late.
Segment lastSegment(const Dependency& d) {
  return d.stretches.empty() ? d.occurrences.back().segment : d.stretches.back().first;
}

bool asksForWriters(const Trace& trace, const Components& components) {
  for (std::size_t lock = 0; lock < trace.locks.size(); ++lock) {
    if (trace.locks[lock].kind == LockKind::RwLockPreferWriter &&
        components.ofLock[lock] != kNoComponent) {
      return true;
    }
  }
  return false;
}

}  // namespace

Shapes::Shapes(const Trace& trace, const Components& components)
    : trace_(trace), components_(components), tree_(trace) {
  const bool needsWriters = asksForWriters(trace, components);
  Kept kept;
  Kept seen;
  for (std::uint32_t i = 0; i < trace.dependencies.size(); ++i) {
    const Dependency& d = trace.dependencies[i];
    const auto id = static_cast<DependencyId>(i);
    const bool isIn = entersOrder(trace, d) && components.ofLock[index(d.lock)] != kNoComponent;
    if (!isIn && !needsWriters) continue;
    const HeldNode held = tree_.add(id);
    if (isIn && holdsPartner(tree_, components, held, d.lock)) kept.emplace_back(held, id);
    if (needsWriters) seen.emplace_back(held, id);
  }
  const std::vector<HeldNode> position = tree_.seal();
  for (auto& [held, id] : kept) held = position[held];
  for (auto& [held, id] : seen) held = position[held];
  if (needsWriters) findWriters(seen);
  fold(kept);
  indexByLock();
  findOnlyThreads();
}

void Shapes::fold(const Kept& kept) {
  std::vector<Folded> all;
  all.reserve(kept.size());
  for (const auto& [held, id] : kept) {
    const Dependency& d = at(trace_, id);
    all.push_back({held, d.lock, d.mode, d.acquisition, d.thread, id});
  }
  std::sort(all.begin(), all.end());
  beginOf_.assign(tree_.size() + 1, 0);
  for (const Folded& one : all) {
    const bool isNew = shapes_.empty() || shapes_.back().held != one.held ||
                       shapes_.back().lock != one.lock || shapes_.back().mode != one.mode ||
                       shapes_.back().acquisition != one.acquisition;
    if (isNew) {
      shapes_.push_back({one.held, one.lock, one.mode, one.acquisition, {}});
      ++beginOf_[one.held + 1];
    }
    std::vector<Member>& members = shapes_.back().members;
    if (members.empty() || members.back().thread != one.thread)
      members.push_back({one.thread, 0, {}, {}});
    addSightings(at(trace_, one.dependency), one.dependency, members.back().sightings);
  }
  for (std::size_t i = 1; i < beginOf_.size(); ++i) beginOf_[i] += beginOf_[i - 1];
  const bool areApart = Births::canBe(trace_) || SoftOrder::canBe(trace_);
  for (Shape& shape : shapes_) {
    for (Member& member : shape.members) thin(member, areApart);
  }
}

void Shapes::indexByLock() {
  acquiringBegin_.assign(trace_.locks.size() + 1, 0);
  for (const Shape& shape : shapes_) ++acquiringBegin_[index(shape.lock) + 1];
  for (std::size_t i = 1; i < acquiringBegin_.size(); ++i) {
    acquiringBegin_[i] += acquiringBegin_[i - 1];
  }
  acquiring_.resize(shapes_.size());
  std::vector<ShapeId> next(acquiringBegin_.begin(), acquiringBegin_.end() - 1);
  for (ShapeId id = 0; id < shapes_.size(); ++id) acquiring_[next[index(shapes_[id].lock)]++] = id;
}

void Shapes::findOnlyThreads() {
  onlyThread_.assign(tree_.size(), kNobody);
  const auto meet = [](std::uint32_t a, std::uint32_t b) {
    if (a == kNobody) return b;
    return b == kNobody || a == b ? a : kSeveral;
  };
  for (auto node = static_cast<HeldNode>(tree_.size()); node-- > 1;) {
    std::uint32_t& own = onlyThread_[node];
    for (ShapeId id = beginOf_[node]; id < beginOf_[node + 1]; ++id) {
      for (const Member& member : shapes_[id].members) {
        own = meet(own, static_cast<std::uint32_t>(member.thread));
      }
    }
    std::uint32_t& above = onlyThread_[tree_.parent(node)];
    above = meet(above, own);
  }
}

// Dependencies and uses tell who asked, and how. What a thread was only seen to hold (its uses are
// not known: it was killed) it must have asked for, too.
void Shapes::findWriters(const Kept& seen) {
  const auto isPreferring = [&](LockId lock, Mode mode) {
    return mode == Mode::Exclusive &&
           trace_.locks[index(lock)].kind == LockKind::RwLockPreferWriter;
  };
  const auto add = [&](LockId lock, Writer writer, Segment last) {
    std::vector<Writer>& writers = writers_[static_cast<std::uint32_t>(lock)];
    writers.push_back(writer);
    if (last == writer.segment) return;
    writer.segment = last;
    writers.push_back(writer);
  };
  std::set<std::pair<LockId, ThreadId>> known;
  for (const Use& use : trace_.uses) {
    if (!isPreferring(use.lock, use.mode)) continue;
    known.emplace(use.lock, use.thread);
    if (use.acquisition != Acquisition::Blocking) continue;
    add(use.lock, {use.thread, kNothingHeld, use.firstSegment}, use.segment);
  }
  for (const auto& [held, id] : seen) {
    const Dependency& d = at(trace_, id);
    if (!isPreferring(d.lock, d.mode) || !entersOrder(trace_, d)) continue;
    known.emplace(d.lock, d.thread);
    if (d.acquisition != Acquisition::Blocking) continue;
    add(d.lock, {d.thread, held, d.occurrences.front().segment}, lastSegment(d));
  }
  std::unordered_set<std::uint64_t> visited;  // (node, thread)
  for (const auto& [held, id] : seen) {
    const Dependency& d = at(trace_, id);
    for (HeldNode node = held; node != kNothingHeld; node = tree_.parent(node)) {
      if (!visited.insert(std::uint64_t{node} << 32 | index(d.thread)).second) break;
      const LockId lock = tree_.lock(node);
      if (!isPreferring(lock, tree_.mode(node)) || !known.emplace(lock, d.thread).second) continue;
      add(lock, {d.thread, tree_.parent(node), d.occurrences.front().segment}, lastSegment(d));
    }
  }
}

std::pair<ShapeId, ShapeId> Shapes::below(HeldNode node) const {
  return {beginOf_[node], beginOf_[tree_.end(node)]};
}

std::optional<ThreadId> Shapes::onlyThreadBelow(HeldNode node) const {
  const std::uint32_t thread = onlyThread_[node];
  if (thread == kNobody || thread == kSeveral) return std::nullopt;
  return static_cast<ThreadId>(thread);
}

const std::vector<Writer>& Shapes::writers(LockId lock) const {
  static const std::vector<Writer> kNone;
  const auto place = writers_.find(static_cast<std::uint32_t>(lock));
  return place == writers_.end() ? kNone : place->second;
}

}  // namespace gordian::lockgraph
