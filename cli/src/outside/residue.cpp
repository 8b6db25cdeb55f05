#include "residue.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>

namespace gordian::cli::outside {
namespace {

using Edges = std::vector<std::vector<Party>>;

// The dead that each dead party waits for.
Edges edgesOf(const std::vector<Needs>& parties, const std::vector<bool>& dead) {
  Edges edges(parties.size());
  for (Party party = 0; party < parties.size(); ++party) {
    if (!dead[party]) continue;
    for (const AnyOf& need : parties[party].needs)
      if (std::all_of(need.begin(), need.end(), [&](Party other) { return dead[other]; }))
        edges[party].insert(edges[party].end(), need.begin(), need.end());
  }
  return edges;
}

// Tarjan's strongly connected components, without recursion.
class Components {
 public:
  explicit Components(const Edges& edges)
      : edges_(edges), order_(edges.size()), low_(edges.size()), component(edges.size(), kNone) {
    for (Party party = 0; party < edges.size(); ++party)
      if (order_[party] == 0) visit(party);
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;
  struct Step {
    Party party;
    std::size_t next;
  };

  void enter(Party party) {
    order_[party] = low_[party] = ++time_;
    open_.push_back(party);
    steps_.push_back({party, 0});
  }

  void visit(Party start) {
    enter(start);
    while (!steps_.empty()) {
      Step& step = steps_.back();
      const Party party = step.party;
      if (step.next < edges_[party].size()) {
        const Party other = edges_[party][step.next++];
        if (order_[other] == 0)
          enter(other);
        else if (component[other] == kNone)
          low_[party] = std::min(low_[party], order_[other]);
        continue;
      }
      steps_.pop_back();
      if (!steps_.empty())
        low_[steps_.back().party] = std::min(low_[steps_.back().party], low_[party]);
      if (low_[party] == order_[party]) close(party);
    }
  }

  void close(Party last) {
    for (Party party = kNone; party != last;) {
      party = open_.back();
      open_.pop_back();
      component[party] = count;
    }
    ++count;
  }

  const Edges& edges_;
  std::vector<std::size_t> order_, low_;
  std::vector<Party> open_;
  std::vector<Step> steps_;
  std::size_t time_ = 0;

 public:
  std::vector<std::size_t> component;  // numbered so that edges lead to equal or lower numbers
  std::size_t count = 0;
};

}  // namespace

std::vector<bool> deadOf(const std::vector<Needs>& parties) {
  std::vector<bool> dead(parties.size(), true);
  const auto goesOn = [&](Party party) {
    const Needs& one = parties[party];
    return !one.isKnown || std::all_of(one.needs.begin(), one.needs.end(), [&](const AnyOf& need) {
      return std::any_of(need.begin(), need.end(), [&](Party other) { return !dead[other]; });
    });
  };
  for (bool isChanged = true; isChanged;) {
    isChanged = false;
    for (Party party = 0; party < parties.size(); ++party) {
      if (!dead[party] || !goesOn(party)) continue;
      dead[party] = false;
      isChanged = true;
    }
  }
  return dead;
}

std::vector<Knot> knotsOf(const std::vector<Needs>& parties) {
  const std::vector<bool> dead = deadOf(parties);
  const Edges edges = edgesOf(parties, dead);
  const Components components(edges);
  constexpr std::size_t kNone = SIZE_MAX;
  // Components are numbered from where all waits lead to: the first one without a way to another
  // is a core, and a later one belongs to whichever it reaches.
  std::vector<std::size_t> knotOf(components.count, kNone);
  std::vector<std::vector<Party>> members(components.count);
  for (Party party = 0; party < parties.size(); ++party)
    if (dead[party]) members[components.component[party]].push_back(party);
  std::vector<Knot> knots;
  for (std::size_t at = 0; at < components.count; ++at) {
    if (members[at].empty()) continue;
    for (const Party party : members[at])
      for (const Party other : edges[party])
        if (components.component[other] != at && knotOf[at] == kNone)
          knotOf[at] = knotOf[components.component[other]];
    if (knotOf[at] == kNone) {
      knotOf[at] = knots.size();
      knots.push_back({members[at], {}});
    } else {
      auto& behind = knots[knotOf[at]].behind;
      behind.insert(behind.end(), members[at].begin(), members[at].end());
    }
  }
  return knots;
}

std::vector<Party> circleFrom(const std::vector<Needs>& parties, const std::vector<bool>& dead,
                              Party start) {
  const Edges edges = edgesOf(parties, dead);
  constexpr std::size_t kNone = SIZE_MAX;
  std::vector<Party> from(parties.size(), kNone);
  std::deque<Party> next{start};
  while (!next.empty()) {
    const Party party = next.front();
    next.pop_front();
    for (const Party other : edges[party]) {
      if (other == start) {
        std::vector<Party> circle;
        for (Party at = party; at != start; at = from[at]) circle.push_back(at);
        circle.push_back(start);
        std::reverse(circle.begin(), circle.end());
        return circle;
      }
      if (from[other] != kNone) continue;
      from[other] = party;
      next.push_back(other);
    }
  }
  return {};
}

}  // namespace gordian::cli::outside
