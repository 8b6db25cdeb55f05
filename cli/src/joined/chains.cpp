#include "chains.hpp"

#include <algorithm>

namespace gordian::cli::joined {
namespace {

using lockgraph::Mode;
using Step = EdgesOfRuns::value_type;

constexpr std::size_t kLongest = 4;
constexpr std::size_t kSteps = 2'000'000;

// Some stretch of holding keeps one of the two out while the other one is in its own.
bool excludes(const Hold& a, const Hold& b, Role ofA, Role ofB) {
  if (a.object != b.object || (a.isShared && b.isShared) || (a.isOwn && b.isOwn)) return false;
  if (a.guardedBy && (a.guardedBy == ofB || a.guardedBy == b.guardedBy)) return false;
  return !(b.guardedBy && b.guardedBy == ofA);
}

bool blocks(const ClassEdge& waiter, const ClassEdge& holder) {
  return waiter.mode == Mode::Exclusive || holder.heldMode == Mode::Exclusive;
}

class Search {
 public:
  Search(const EdgesOfRuns& edges, const Identities& identities,
         const std::function<bool(const Chain&)>& isIt)
      : identities_(identities), isIt_(isIt) {
    for (const Step& step : edges)
      if (!identities.isBanned(step.first.held) && !identities.isBanned(step.first.acquired))
        steps_[step.first.held].push_back(&step);
    prune();
  }

  bool run() {
    for (length_ = 2; length_ <= kLongest; ++length_)
      for (const auto& [start, unused] : steps_) {
        start_ = start;
        extend(start);
        if (left_ == 0) return false;
      }
    return true;
  }

 private:
  // What leads nowhere, until nothing changes.
  void prune() {
    for (bool hasChanged = true; hasChanged;) {
      std::set<Object> acquired;
      for (const auto& [unused, out] : steps_)
        for (const Step* step : out) acquired.insert(step->first.acquired);
      hasChanged = std::erase_if(steps_, [&](const auto& entry) {
                     return acquired.count(entry.first) == 0 || entry.second.empty();
                   }) > 0;
      for (auto& [unused, out] : steps_)
        hasChanged |= std::erase_if(out, [&](const Step* step) {
                        return steps_.count(step->first.acquired) == 0;
                      }) > 0;
    }
  }

  // A cycle begins at its smallest object.
  void extend(Object at) {
    const auto out = steps_.find(at);
    if (out == steps_.end()) return;
    for (const Step* step : out->second) {
      if (left_ == 0) return;
      --left_;
      const Object next = step->first.acquired;
      const bool isLast = chain_.size() + 1 == length_;
      if (isLast ? next != start_ : next <= start_ || isOn(next)) continue;
      if (!fits(*step)) continue;
      chain_.push_back(step);
      if (!isLast)
        extend(next);
      else if (blocks(step->first, chain_.front()->first) && !hasOneRun())
        offer();
      chain_.pop_back();
    }
  }

  [[nodiscard]] bool isOn(Object object) const {
    return std::any_of(chain_.begin(), chain_.end(),
                       [&](const Step* step) { return step->first.acquired == object; });
  }

  [[nodiscard]] bool fits(const Step& step) const {
    if (!chain_.empty() && !blocks(chain_.back()->first, step.first)) return false;
    return std::all_of(chain_.begin(), chain_.end(), [&](const Step* other) {
      return canCoexist(other->first, step.first, identities_);
    });
  }

  // Some run made all of it: it was judged there.
  [[nodiscard]] bool hasOneRun() const {
    std::vector<std::uint32_t> runs = chain_.front()->second;
    for (const Step* step : chain_)
      std::erase_if(runs, [&](std::uint32_t run) {
        return !std::binary_search(step->second.begin(), step->second.end(), run);
      });
    return !runs.empty();
  }

  void offer() {
    std::set<Object> objects;
    for (const Step* step : chain_) objects.insert(step->first.held);
    if (done_.count(objects) == 0 && isIt_(chain_)) done_.insert(std::move(objects));
  }

  const Identities& identities_;
  const std::function<bool(const Chain&)>& isIt_;
  std::map<Object, std::vector<const Step*>> steps_;
  std::set<std::set<Object>> done_;
  Chain chain_;
  Object start_{};
  std::size_t length_ = 0;
  std::size_t left_ = kSteps;
};

}  // namespace

bool canCoexist(const ClassEdge& a, const ClassEdge& b, const Identities& identities) {
  if (a.role == b.role && identities.isMain(a.role)) return false;
  for (const Hold& one : a.holds)
    for (const Hold& other : b.holds)
      if (excludes(one, other, a.role, b.role)) return false;
  return true;
}

bool findChains(const EdgesOfRuns& edges, const Identities& identities,
                const std::function<bool(const Chain&)>& isIt) {
  return Search(edges, identities, isIt).run();
}

}  // namespace gordian::cli::joined
