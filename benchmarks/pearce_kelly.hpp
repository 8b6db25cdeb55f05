// An order of vertices that is kept up as edges come (Pearce and Kelly 2006): to compare with.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace gordian::benchmarks {

class OnlineOrder {
 public:
  explicit OnlineOrder(std::uint32_t vertices)
      : after_(vertices), before_(vertices), place_(vertices), isSeen_(vertices, false) {
    std::iota(place_.begin(), place_.end(), 0u);
  }

  // False: the edge closes a cycle, and is not added.
  bool add(std::uint32_t from, std::uint32_t to) {
    if (place_[to] < place_[from] && !reorder(from, to)) return false;
    after_[from].push_back(to);
    before_[to].push_back(from);
    return true;
  }

 private:
  bool reorder(std::uint32_t from, std::uint32_t to) {
    const std::uint32_t low = place_[to];
    const std::uint32_t high = place_[from];
    const bool isCycle = !collect(
        to, after_, behind_, [&](std::uint32_t v) { return place_[v] <= high; }, from);
    if (!isCycle) {
      collect(
          from, before_, ahead_, [&](std::uint32_t v) { return place_[v] >= low; }, to);
      assign();
    }
    for (const std::uint32_t v : behind_) isSeen_[v] = false;
    for (const std::uint32_t v : ahead_) isSeen_[v] = false;
    behind_.clear();
    ahead_.clear();
    return !isCycle;
  }

  // False: `wanted` was met.
  template <class Inside>
  bool collect(std::uint32_t start, const std::vector<std::vector<std::uint32_t>>& next,
               std::vector<std::uint32_t>& found, const Inside& isInside, std::uint32_t wanted) {
    found.push_back(start);
    isSeen_[start] = true;
    for (std::size_t head = 0; head < found.size(); ++head) {
      for (const std::uint32_t v : next[found[head]]) {
        if (v == wanted) return false;
        if (isSeen_[v] || !isInside(v)) continue;
        isSeen_[v] = true;
        found.push_back(v);
      }
    }
    return true;
  }

  // The places of all that were met, those ahead first.
  void assign() {
    const auto isEarlier = [&](std::uint32_t a, std::uint32_t b) { return place_[a] < place_[b]; };
    std::sort(ahead_.begin(), ahead_.end(), isEarlier);
    std::sort(behind_.begin(), behind_.end(), isEarlier);
    std::vector<std::uint32_t> all(ahead_);
    all.insert(all.end(), behind_.begin(), behind_.end());
    std::vector<std::uint32_t> places;
    for (const std::uint32_t v : all) places.push_back(place_[v]);
    std::sort(places.begin(), places.end());
    for (std::size_t i = 0; i < all.size(); ++i) place_[all[i]] = places[i];
  }

  std::vector<std::vector<std::uint32_t>> after_, before_;
  std::vector<std::uint32_t> place_;
  std::vector<bool> isSeen_;
  std::vector<std::uint32_t> ahead_, behind_;
};

}  // namespace gordian::benchmarks
