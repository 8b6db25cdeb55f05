#include "observed_edges.hpp"

#include <algorithm>
#include <optional>

#include "../report/fingerprint.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Dependency;
using lockgraph::LockId;
using recording::Recording;

std::string placeOf(const SourceFrame& frame) {
  return frame.function + "@" + std::string(baseName(frame.file));
}

std::set<std::string> placesOf(const std::vector<SourceFrame>& frames) {
  std::set<std::string> places;
  for (const SourceFrame& frame : frames)
    if (frame.user) places.insert(placeOf(frame));
  return places;
}

// Whether the name tells the object from others of its class.
bool isSpecific(const std::string& name, const std::string& className) {
  return name.compare(0, className.size(), className) != 0;
}

bool isSame(const Lock& ofSource, const std::string& seen) {
  return ofSource.name == seen || !isSpecific(ofSource.name, ofSource.className) ||
         !isSpecific(seen, ofSource.className);
}

// One recording's locks and stacks, each named once.
class Words {
 public:
  Words(const Recording& recording, Names& names) : recording_(recording), names_(names) {}

  const LockLabel& lock(LockId id) {
    const auto [at, isNew] = locks_.try_emplace(id);
    if (isNew) at->second = names_.lock(id);
    return at->second;
  }

  const std::set<std::string>& acquiredAt(const Dependency& dependency) {
    const auto number = static_cast<std::size_t>(dependency.stack);
    const auto [at, isNew] = stacks_.try_emplace(number);
    if (isNew && number < recording_.stacks.size())
      at->second = placesOf(names_.frames(recording_.stacks[number], whenOf(dependency)));
    return at->second;
  }

  std::set<std::string> at(const recording::Stack& stack, const Dependency& dependency) {
    return placesOf(names_.frames(stack, whenOf(dependency)));
  }

 private:
  static lockgraph::Sequence whenOf(const Dependency& dependency) {
    return dependency.occurrences.empty() ? 0 : dependency.occurrences.front().sequence;
  }

  const Recording& recording_;
  Names& names_;
  std::map<LockId, LockLabel> locks_;
  std::map<std::size_t, std::set<std::string>> stacks_;
};

struct HeldThere {
  LockId lock;
  std::set<std::string> at;
};

// All that is held at a dependency, also by way of its bases, in the classes that `isWanted`.
template <class IsWanted>
std::vector<HeldThere> heldAt(const Recording& recording, const Dependency& dependency,
                              Words& words, const IsWanted& isWanted) {
  std::vector<HeldThere> all;
  const Dependency* at = &dependency;
  while (at != nullptr) {
    for (const lockgraph::HeldLock& held : at->held)
      if (isWanted(held.lock))
        all.push_back({held.lock, words.at(recording.heldStack(*at, held), *at)});
    if (!at->base) break;
    at = &recording.trace.dependencies[static_cast<std::size_t>(*at->base)];
    if (isWanted(at->lock)) all.push_back({at->lock, words.acquiredAt(*at)});
  }
  return all;
}

std::vector<std::string> testsAt(const Recording& recording, const Dependency& dependency) {
  std::vector<std::string> tests;
  for (const auto& test : recording.tests)
    for (const auto& when : dependency.occurrences)
      if (test.begin <= when.sequence && when.sequence < test.end &&
          (tests.empty() || tests.back() != test.name))
        tests.push_back(test.name);
  return tests;
}

}  // namespace

ObservedEdges::ObservedEdges(const std::vector<Finding>& wanted) {
  for (const Finding& finding : wanted)
    for (const Edge& edge : finding.edges)
      edges_[{finding.locks[edge.held].className, finding.locks[edge.acquired].className}];
}

void ObservedEdges::add(const Recording& recording, Names& names) {
  Words words(recording, names);
  for (const Dependency& dependency : recording.trace.dependencies) {
    if (dependency.acquisition == lockgraph::Acquisition::Try || dependency.reentrant) continue;
    const LockLabel acquired = words.lock(dependency.lock);
    const auto wantedOf = [&](LockId held) {
      return edges_.find({words.lock(held).className, acquired.className});
    };
    const auto isWanted = [&](LockId held) { return wantedOf(held) != edges_.end(); };
    for (const HeldThere& held : heldAt(recording, dependency, words, isWanted)) {
      ObservedEdge seen{
          words.lock(held.lock).name,   acquired.name,    held.at,
          words.acquiredAt(dependency), dependency.count, testsAt(recording, dependency)};
      auto& known = wantedOf(held.lock)->second;
      const auto same = std::find_if(known.begin(), known.end(), [&](const ObservedEdge& one) {
        return one.held == seen.held && one.acquired == seen.acquired &&
               one.heldAt == seen.heldAt && one.acquiredAt == seen.acquiredAt;
      });
      if (same == known.end()) {
        known.push_back(std::move(seen));
        continue;
      }
      same->count += seen.count;
      same->tests.insert(same->tests.end(), seen.tests.begin(), seen.tests.end());
    }
  }
}

const ObservedEdge* ObservedEdges::find(const Finding& finding, const Edge& edge) const {
  const Lock& held = finding.locks[edge.held];
  const Lock& acquired = finding.locks[edge.acquired];
  const auto known = edges_.find({held.className, acquired.className});
  if (known == edges_.end()) return nullptr;
  const ObservedEdge* best = nullptr;
  for (const ObservedEdge& one : known->second)
    if (isSame(held, one.held) && isSame(acquired, one.acquired) &&
        one.heldAt.count(placeOf(edge.heldAt.site())) > 0 &&
        one.acquiredAt.count(placeOf(edge.acquiredAt.site())) > 0 &&
        (best == nullptr || best->count < one.count))
      best = &one;
  return best;
}

}  // namespace gordian::cli
