#include "finding_list.hpp"

#include <algorithm>
#include <tuple>

#include "fingerprint.hpp"

namespace gordian::cli {
namespace {

template <class T>
void sortUnique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
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
    const std::size_t before = into.edges[i].counted.size();
    into.edges[i].counted.insert(other.counted.begin(), other.counted.end());
    if (into.edges[i].counted.size() > before) into.edges[i].count += other.count;
  }
}

void absorb(Finding& into, Finding&& from) {
  if (from.verdict > into.verdict) std::swap(into, from);
  addCounts(into, from);
  into.alike += from.alike + 1;
  into.survived &= from.survived;
  into.processes.insert(into.processes.end(), from.processes.begin(), from.processes.end());
  into.tests.insert(into.tests.end(), from.tests.begin(), from.tests.end());
  sortUnique(into.processes);
  sortUnique(into.tests);
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
