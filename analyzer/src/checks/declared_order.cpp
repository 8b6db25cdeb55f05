// GD304 in the source: ACQUIRED_BEFORE and ACQUIRED_AFTER, against which a lock is taken. Neither a
// second thread nor a cycle is needed.
#include <algorithm>
#include <optional>

#include "check.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::size_t kMaxReached = 256;  // locks that come after one

class DeclaredOrders {
 public:
  explicit DeclaredOrders(const CheckInput& input)
      : contexts_(input.contexts),
        describe_(input.describe),
        declarations_(input.contexts.program().declarations()),
        handler_(input.handler),
        paths_(input.contexts.program().paths()),
        self_(paths_.deref(paths_.root(Root::Formal, 0))) {}

  void look(const Occurrence& at);

 private:
  std::optional<PathId> objectOf(PathId lock, PathId declared) const;
  // The declaration by which `second` comes after `first`, perhaps by way of others.
  const DeclaredOrder* orderOf(PathId first, PathId second);
  void tell(const Occurrence& at, PathId held, const DeclaredOrder& order);
  // The place outside of the lock's own functions.
  CallPath outside(CallPath way) const;

  Contexts& contexts_;
  const Describe& describe_;
  const Declarations& declarations_;
  FindingHandler& handler_;
  Paths& paths_;
  PathId self_;
};

// The object whose declared lock `lock` is; none: it is another one. Of a global: nothing known.
std::optional<PathId> DeclaredOrders::objectOf(PathId lock, PathId declared) const {
  if (!paths_.startsWith(declared, self_))
    return lock == declared ? std::optional(kUnknownPath) : std::nullopt;
  while (declared != self_) {
    if (paths_.isRoot(lock) || paths_.lastStep(lock) != paths_.lastStep(declared) ||
        paths_.lastNumber(lock) != paths_.lastNumber(declared))
      return std::nullopt;
    lock = paths_.parent(lock);
    declared = paths_.parent(declared);
  }
  return lock;
}

const DeclaredOrder* DeclaredOrders::orderOf(PathId first, PathId second) {
  struct Step {
    PathId lock{};
    const DeclaredOrder* by = nullptr;  // the first one on the way
  };
  std::vector<Step> reached{{first, nullptr}};
  for (std::size_t i = 0; i < reached.size() && i < kMaxReached; ++i) {
    for (const DeclaredOrder& order : declarations_.orders()) {
      const auto object = objectOf(reached[i].lock, declarations_.taken(order.first));
      if (!object) continue;
      PathId next = declarations_.taken(order.second);
      if (paths_.startsWith(next, self_)) {
        if (*object == kUnknownPath) continue;
        next = paths_.withPrefix(next, self_, *object);
      }
      const DeclaredOrder* by = reached[i].by != nullptr ? reached[i].by : &order;
      if (next == second) return by;
      const bool isKnown = std::any_of(reached.begin(), reached.end(),
                                       [&](const Step& step) { return step.lock == next; });
      if (!isKnown) reached.push_back({next, by});
    }
  }
  return nullptr;
}

void DeclaredOrders::look(const Occurrence& at) {
  const Point& point = contexts_.pointOf(at);
  // Who only tries waits for nobody.
  if (at.path == kUnknownPath || point.insistence == Insistence::Try || point.has(kAfterWait) ||
      declarations_.isUnanalysed(contexts_[at.node].function))
    return;
  for (const HeldLock& held : contexts_.heldSet(at.held)) {
    if (isMark(held) || !held.isCertain || held.lock == at.path || held.lock == kUnknownPath)
      continue;
    if (const DeclaredOrder* order = orderOf(at.path, held.lock)) tell(at, held.lock, *order);
  }
}

CallPath DeclaredOrders::outside(CallPath way) const {
  const auto isOfLock = [&](const std::string& function) {
    const std::size_t scope = function.rfind("::");
    const std::vector<RecordInfo>& records = describe_.program().records();
    return scope != std::string::npos &&
           std::any_of(records.begin(), records.end(), [&](const RecordInfo& record) {
             return !record.capabilities.empty() && function.compare(0, scope, record.simple) == 0;
           });
  };
  while (way.size() > 1 && isOfLock(way.front().function)) way.erase(way.begin());
  return way;
}

void DeclaredOrders::tell(const Occurrence& at, PathId held, const DeclaredOrder& order) {
  const std::span<const ThreadIndex> threads = contexts_[at.node].reachedBy;
  const ThreadIndex thread = threads.empty() ? kNoThread : threads.front();
  Found finding;
  finding.id = "GD304";
  finding.confidence = contexts_[at.node].isGeneral ? Confidence::Possible : Confidence::Likely;
  const std::string name = describe_.name(at.path);
  const std::string other = describe_.name(held);
  describe_.add(finding, at.path);
  describe_.add(finding, held);
  finding.at = outside(describe_.way(at.node, contexts_.pointOf(at).op, thread));
  finding.message = "'" + name + "' is taken while '" + other + "' is held";
  finding.reason = "it is declared that '" + name + "' is taken before '" + other + "'";
  finding.notes.push_back(
      {"'" + other + "' was taken here", describe_.acquisition(at, held, thread)});
  if (order.location.line != 0) {
    SourcePoint place{describe_.program()[order.location.file].path, order.location.line,
                      order.location.column, ""};
    finding.notes.push_back({"the order is declared here", {std::move(place)}});
  }
  finding.help = "take '" + name + "' first, or change the declaration";
  handler_.found(std::move(finding));
}

}  // namespace

void checkDeclaredOrder(const CheckInput& input) {
  if (input.contexts.program().declarations().orders().empty()) return;
  DeclaredOrders orders(input);
  for (const Occurrence& at : input.contexts.of(PointKind::Acquire)) orders.look(at);
}

}  // namespace gordian::analyzer
