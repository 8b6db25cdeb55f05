#include "copies.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <utility>

namespace gordian::cli {
namespace {

using recording::Hang;
using recording::Recording;
using recording::Waiter;

bool isEarlierOrLonger(const Recording& a, const Recording& b) {
  const auto key = [](const Recording& one, const Recording& other) {
    return std::tuple(one.startedNs, one.pid, other.trace.dependencies.size(), other.acquisitions,
                      one.executable.empty());
  };
  return key(a, b) < key(b, a);
}

bool isSameProcess(const Recording& a, const Recording& b) {
  return a.startedNs == b.startedNs && a.pid == b.pid;
}

// Who hangs once hangs for ever, so the threads tell hangs apart.
bool isSameHang(const Hang& a, const Hang& b) {
  const auto isSame = [](const Waiter& one, const Waiter& other) {
    return one.pid == other.pid && one.startedNs == other.startedNs && one.tid == other.tid;
  };
  return a.rule == b.rule &&
         std::equal(a.waiters.begin(), a.waiters.end(), b.waiters.begin(), b.waiters.end(), isSame);
}

void takeHangs(Recording& into, Recording& from) {
  for (Hang& hang : from.hangs) {
    const bool isKnown = std::any_of(into.hangs.begin(), into.hangs.end(),
                                     [&](const Hang& known) { return isSameHang(known, hang); });
    if (isKnown) continue;
    hang.seen = UINT64_MAX;  // after all that the process recorded
    into.hangs.push_back(std::move(hang));
  }
}

}  // namespace

void joinCopies(std::vector<Recording>& recordings) {
  std::stable_sort(recordings.begin(), recordings.end(), isEarlierOrLonger);
  auto last = recordings.begin();
  if (last == recordings.end()) return;
  for (auto next = std::next(last); next != recordings.end(); ++next) {
    if (isSameProcess(*last, *next))
      takeHangs(*last, *next);
    else if (++last != next)
      *last = std::move(*next);
  }
  recordings.erase(std::next(last), recordings.end());
}

}  // namespace gordian::cli
