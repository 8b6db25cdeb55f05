#include "plain_notices.hpp"

#include <algorithm>

namespace gordian::cli {

using lockgraph::Dependency;
using lockgraph::Notice;

bool PlainNotices::isBefore(const PlainDeed& earlier, const PlainDeed& later) const {
  const std::vector<Notice>& all = trace_.notices;
  const auto pointOf = [](const Notice& notice) {
    return PlainPoint{notice.thread, notice.segment};
  };
  const auto isBehindDeed = [&](const Notice& given) {
    if (given.thread != earlier.at.thread) return order_.precedes(earlier.at, pointOf(given));
    return given.sequence >= earlier.position && given.order >= earlier.moment;
  };
  const auto follows = [&](const Notice& taken, const Notice& given) {
    if (taken.thread == given.thread) return taken.sequence <= given.sequence;
    return taken.sequence < given.sequence && order_.precedes(pointOf(taken), pointOf(given));
  };
  std::vector<bool> isBehind(all.size());
  for (bool hasGrown = true; hasGrown;) {
    hasGrown = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (isBehind[i] || all[i].gaveUp || all[i].sequence >= later.position) continue;
      bool isNow = !all[i].isTaken && isBehindDeed(all[i]);
      for (std::size_t j = 0; j < all.size() && !isNow; ++j) {
        if (!isBehind[j] || all[i].isTaken == all[j].isTaken) continue;
        isNow = all[i].isTaken ? all[i].kind == all[j].kind && all[i].object == all[j].object &&
                                     all[j].sequence < all[i].sequence
                               : follows(all[j], all[i]);
      }
      if (!isNow) continue;
      isBehind[i] = hasGrown = true;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!isBehind[i] || !all[i].isTaken) continue;
    if (all[i].thread == later.at.thread || order_.precedes(pointOf(all[i]), later.at)) return true;
  }
  return false;
}

bool PlainNotices::isBefore(const Dependency& earlier, const PlainDeed& later) const {
  if (earlier.count > earlier.occurrences.size() || !earlier.stretches.empty()) return false;
  const auto& last = earlier.occurrences.back();
  return isBefore(PlainDeed{{earlier.thread, last.segment}, last.sequence, 0}, later);
}

bool PlainNotices::isBefore(const Dependency& earlier, const Dependency& later) const {
  const auto& first = later.occurrences.front();
  return isBefore(earlier, PlainDeed{{later.thread, first.segment}, first.sequence, 0});
}

bool PlainNotices::isAnnounced(const PlainDeed& earlier, const PlainDeed& later) const {
  return std::any_of(trace_.notices.begin(), trace_.notices.end(), [&](const Notice& notice) {
    const bool isBetween = notice.sequence >= earlier.position && notice.order >= earlier.moment &&
                           notice.sequence < later.position;
    return isBetween && !notice.isTaken && notice.thread == earlier.at.thread &&
           notice.kind == lockgraph::Meeting::Condition;
  });
}

bool PlainNotices::isUnwoken(const Dependency& dependency) const {
  if (!dependency.afterWait) return false;
  for (const Notice& notice : trace_.notices) {
    if (notice.isLastOfAll) return false;
    const bool isReturn = notice.isTaken && notice.thread == dependency.thread &&
                          notice.kind == lockgraph::Meeting::Condition;
    if (isReturn && (notice.isLast || notice.sequence > dependency.occurrences[0].sequence))
      return false;
  }
  return true;
}

}  // namespace gordian::cli
