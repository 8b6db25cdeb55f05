#include "class_sets.hpp"

#include <algorithm>
#include <map>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kMostClasses = 10;
constexpr std::size_t kFewLocks = 32;  // to search these costs less than to ask

}  // namespace

void ClassSets::renew(const Trace& trace, const Findings& findings, std::uint32_t component) {
  const std::vector<LockId>& locks = core_.locks()[component];
  bits_.clear();
  isDone_.clear();
  if (locks.size() < kFewLocks) return;
  std::map<std::uint32_t, std::size_t> locksOf;
  for (const LockId lock : locks) {
    ++locksOf[trace.locks[index(lock)].lockClass];
    if (locksOf.size() > kMostClasses) return;
  }
  std::vector<std::uint32_t> classes;
  for (const auto& [number, unused] : locksOf) classes.push_back(number);
  for (const LockId lock : locks) {
    const auto place =
        std::lower_bound(classes.begin(), classes.end(), trace.locks[index(lock)].lockClass);
    bits_.push_back(Set{1} << (place - classes.begin()));
  }
  const Set all = (Set{1} << classes.size()) - 1;
  isDone_.assign(all + 1, false);
  for (Set set = all; set > 0; --set) {
    std::vector<std::uint32_t> members;
    bool isDone = true;
    for (std::size_t i = 0; i < classes.size(); ++i) {
      const Set bit = Set{1} << i;
      if ((set & bit) != 0) {
        members.push_back(classes[i]);
      } else {
        isDone = isDone && isDone_[set | bit];
      }
    }
    // A cycle has two locks, so a class of one lock makes none alone.
    const bool canBe = members.size() > 1 || locksOf[members.front()] > 1;
    isDone_[set] = isDone && (!canBe || findings.isLikely(members));
  }
}

}  // namespace gordian::lockgraph
