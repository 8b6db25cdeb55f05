#include "way_back.hpp"

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kKeptRanks = 16'000'000;
constexpr std::size_t kCheapLooks = 16;  // a step's worth of looks at one number

}  // namespace

bool WayBack::measure(LockId start, std::size_t length, Budget& budget) {
  isKnown_ = core_.knowsHeld();
  if (!isKnown_) return true;
  const auto& locks = core_.locks()[core_.componentOf(start)];
  if (distance_.size() < locks.size()) distance_.resize(locks.size());
  if (keptRanks_ > kKeptRanks) {
    kept_.clear();
    keptRanks_ = 0;
  }
  ++round_;
  const std::uint32_t own = core_.rank(start);
  const auto [place, isNew] = kept_.try_emplace(static_cast<std::uint32_t>(start));
  Reached& reached = place->second;
  if (isNew) reached = {{own}, {1}};
  recall(reached);
  if (!budget.take(1 + reached.ranks.size() / kCheapLooks)) return false;
  isAll_ = false;
  while (reached.ends.size() <= length && !isAll_) {
    if (!addLevel(reached, locks, own, budget)) return false;
  }
  return true;
}

void WayBack::recall(const Reached& reached) {
  std::size_t at = 0;
  for (std::uint32_t level = 0; level < reached.ends.size(); ++level) {
    for (; at < reached.ends[level]; ++at) distance_[reached.ranks[at]] = {round_, level};
  }
}

bool WayBack::addLevel(Reached& reached, const std::vector<LockId>& locks, std::uint32_t own,
                       Budget& budget) {
  const std::size_t end = reached.ranks.size();
  const std::size_t begin = reached.ends.size() == 1 ? 0 : reached.ends[reached.ends.size() - 2];
  const auto level = static_cast<std::uint32_t>(reached.ends.size());
  std::size_t looks = 0;
  for (std::size_t i = begin; i < end; ++i) {
    for (const std::uint32_t from : core_.heldAround(locks[reached.ranks[i]])) {
      ++looks;
      if (from <= own || distance_[from].round == round_) continue;
      distance_[from] = {round_, level};
      reached.ranks.push_back(from);
    }
  }
  isAll_ = reached.ranks.size() == end;
  keptRanks_ += reached.ranks.size() - end;
  reached.ends.push_back(reached.ranks.size());
  return budget.take(1 + looks / kCheapLooks);
}

WayBack::Answer WayBack::leads(LockId lock, std::size_t edges) const {
  if (!isKnown_) return Answer::Yes;
  const Distance& distance = distance_[core_.rank(lock)];
  if (distance.round == round_) return distance.edges <= edges ? Answer::Yes : Answer::Farther;
  return isAll_ ? Answer::Never : Answer::Farther;
}

}  // namespace gordian::lockgraph
