#include "finding_list.hpp"

#include <algorithm>
#include <tuple>

#include "fingerprint.hpp"

namespace gordian::cli {
namespace {

// Both are sorted, without repetition; `more` is short.
template <class T>
void unite(std::vector<T>& items, const std::vector<T>& more) {
  for (const T& item : more) {
    const auto place = std::lower_bound(items.begin(), items.end(), item);
    if (place == items.end() || *place != item) items.insert(place, item);
  }
}

// Equal fingerprints: some rotation of `from` matches edge by edge.
void addCounts(Finding& into, const Finding& from) {
  const std::size_t size = into.edges.size();
  if (from.edges.size() != size) return;
  const auto matches = [&](std::size_t turn) {
    for (std::size_t i = 0; i < size; ++i)
      if (edgeKey(into, into.edges[i]) != edgeKey(from, from.edges[(i + turn) % size]))
        return false;
    return true;
  };
  std::size_t turn = 0;
  while (turn < size && !matches(turn)) ++turn;
  for (std::size_t i = 0; i < size; ++i) {
    const Edge& other = from.edges[(i + turn) % size];
    auto& counted = into.edges[i].counted;
    const std::size_t before = counted.size();
    counted.insert(other.counted.begin(), other.counted.end());
    if (counted.size() > before) into.edges[i].count += other.count;
    unite(into.edges[i].tests, other.tests);
    // Recordings come one after the other: nothing more comes of those before the last one.
    if (!counted.empty())
      counted.erase(counted.begin(), counted.lower_bound({counted.rbegin()->first, 0}));
  }
}

void absorb(Finding& into, Finding&& from) {
  if (from.verdict > into.verdict) std::swap(into, from);
  addCounts(into, from);
  into.alike += from.alike + 1;
  into.survived &= from.survived;
  unite(into.processes, from.processes);
  unite(into.tests, from.tests);
}

}  // namespace

void addFinding(std::vector<Finding>& list, Finding&& finding) {
  const auto same = std::find_if(list.begin(), list.end(), [&](const Finding& known) {
    const bool isRuledOut = known.verdict == Confidence::RuledOut;
    return known.fingerprint == finding.fingerprint &&
           (!isRuledOut || known.reason == finding.reason);
  });
  if (same == list.end())
    list.push_back(std::move(finding));
  else
    absorb(*same, std::move(finding));
}

void sortFindings(std::vector<Finding>& list) {
  const auto key = [](const Finding& finding) {
    const SourceFrame& at = finding.location();
    return std::tuple(-static_cast<int>(finding.confidence), finding.id, at.file, at.line,
                      finding.fingerprint, finding.reason);
  };
  std::sort(list.begin(), list.end(),
            [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace gordian::cli
