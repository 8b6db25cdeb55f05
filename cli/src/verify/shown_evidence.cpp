// What can be derived from what a finding shows: the circle of a hang, the locks of two accesses.
#include <algorithm>

#include "verify.hpp"

namespace gordian::cli {
namespace {

using Json = JsonFile::Json;

bool isInCycle(const JsonFile& report, const Json& waiting) {
  return report.text(waiting, "role") == "in cycle";
}

bool holds(const JsonFile& report, const Json& waiting, const Json& lock) {
  const Json& held = report.list(waiting, "holds");
  return std::any_of(held.begin(), held.end(), [&](const Json& one) {
    return report.text(one, "lock") == lock.get<std::string>();
  });
}

// Who waits for it itself stands in front of others while a thread of the circle holds it: a writer
// whom readers wait behind.
bool isInFront(const JsonFile& report, const Json& list, const Json& waiting, const Json& lock) {
  const auto own = waiting.find("lock");
  return own != waiting.end() && *own == lock &&
         std::any_of(list.begin(), list.end(), [&](const Json& one) {
           return isInCycle(report, one) && holds(report, one, lock);
         });
}

// Whom it waits for; the list's size: nobody of the list.
std::size_t nextOf(const Json& list, const Json& waiting) {
  const auto next = waiting.find("next");
  if (next == waiting.end() || !next->is_number_unsigned()) return list.size();
  return std::min<std::size_t>(next->get<std::size_t>(), list.size());
}

// Following whom each waits for leads back to it.
bool closes(const JsonFile& report, const Json& list, std::size_t from) {
  std::size_t at = from;
  for (std::size_t step = 0; step < list.size(); ++step) {
    at = nextOf(list, list[at]);
    if (at >= list.size() || !isInCycle(report, list[at])) return false;
    if (at == from) return true;
  }
  return false;
}

struct Held {
  std::string lock;
  bool isShared = false;
};

struct Seen {
  bool isWrite = false;
  std::vector<Held> held;
};

Seen seenAt(const JsonFile& report, const Json& access) {
  Seen seen;
  seen.isWrite = report.text(access, "kind") == "write";
  for (const Json& held : report.list(access, "locks_held"))
    seen.held.push_back({report.text(held, "lock"), report.text(held, "mode") == "shared"});
  return seen;
}

// One lock keeps the two apart.
bool areApart(const Seen& a, const Seen& b) {
  for (const Held& one : a.held)
    for (const Held& other : b.held)
      if (one.lock == other.lock && !(one.isShared && other.isShared)) return true;
  return false;
}

}  // namespace

Answer verifyHang(const JsonFile& report, const Json& finding) {
  const Json& list = report.list(report.object(finding.at("hang"), "hang"), "waiting");
  bool isInAnyCycle = false;
  bool isByLocks = true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!isInCycle(report, list[i])) continue;
    isInAnyCycle = true;
    if (!closes(report, list, i))
      return {Standing::Contradicted, "its threads do not wait for each other in a circle"};
    const auto lock = list[i].find("lock");
    if (lock == list[i].end() || !lock->is_string())
      isByLocks = false;  // a join, a wait for a process
    else if (const Json& next = list[nextOf(list, list[i])];
             !holds(report, next, *lock) && !isInFront(report, list, next, *lock))
      return {Standing::Contradicted,
              "a lock of the circle is not held by the thread that is said to hold it"};
  }
  if (!isInAnyCycle) return {Standing::Observed};
  return isByLocks ? Answer{Standing::Derived}
                   : Answer{Standing::Supported, "the circle closes, not by locks alone"};
}

Answer verifyAccesses(const JsonFile& report, const Json& finding) {
  std::vector<Seen> accesses;
  for (const Json& access : report.list(finding, "accesses"))
    accesses.push_back(seenAt(report, access));
  if (accesses.size() < 2) return {Standing::Observed};
  for (std::size_t i = 1; i < accesses.size(); ++i) {
    const bool isRace = accesses[0].isWrite || accesses[i].isWrite;
    if (isRace && !areApart(accesses[0], accesses[i]))
      return {Standing::Supported, "no lock that is shown keeps the accesses apart"};
  }
  return {Standing::Contradicted, "each pair of its accesses has a lock in common, or reads"};
}

}  // namespace gordian::cli
