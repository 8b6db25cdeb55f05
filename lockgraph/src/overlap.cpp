#include <gordian/lockgraph/overlap.hpp>

#include <limits>

#include "guards.hpp"
#include "ids.hpp"
#include "order.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kTimes = 8;

std::vector<Point> pointsOf(const Dependency& dependency) {
  std::vector<Point> points;
  for (const Occurrence& occurrence : dependency.occurrences) {
    if (points.size() == kTimes) break;
    points.push_back({dependency.thread, occurrence.segment});
  }
  return points;
}

}  // namespace

struct Overlap::Facts {
  explicit Facts(const Trace& from) : trace(from), order(from), guards(findGuards(from)) {}

  [[nodiscard]] const Dependency& dependency(DependencyId id) const {
    return trace.dependencies[index(id)];
  }

  const Trace& trace;
  HappensBefore order;
  std::vector<std::vector<lockgraph::Guard>> guards;
};

Overlap::Overlap(const Trace& trace) : facts_(std::make_unique<Facts>(trace)) {}
Overlap::~Overlap() = default;

bool Overlap::canMeet(DependencyId a, DependencyId b) const {
  HappensBefore& order = facts_->order;
  for (const Point one : pointsOf(facts_->dependency(a)))
    for (const Point other : pointsOf(facts_->dependency(b)))
      if (order.isKnown(one) && order.isKnown(other) && order.isKnown(one, other) &&
          !order.isOrdered(one, other))
        return true;
  return false;
}

bool Overlap::canMeet(DependencyId acquisition, ThreadId thread) const {
  HappensBefore& order = facts_->order;
  const Point begin{thread, 0};
  const Point end{thread, std::numeric_limits<Segment>::max()};
  for (const Point point : pointsOf(facts_->dependency(acquisition)))
    if (point.thread != thread && order.isKnown(point) && !order.mayBeUnknown(thread) &&
        !order.precedes(end, point) && !order.precedes(point, begin))
      return true;
  return false;
}

std::vector<Overlap::Guard> Overlap::guardsOf(ThreadId thread) const {
  std::vector<Guard> guards;
  for (const auto& guard : facts_->guards[index(thread)])
    guards.push_back({guard.lock, guard.holder});
  return guards;
}

}  // namespace gordian::lockgraph
