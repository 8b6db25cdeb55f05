#include "sites.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace gordian::cli {
namespace {

using Line = std::tuple<std::string, std::uint64_t>;

Line lineOf(const SourceFrame& frame) {
  if (frame.file.empty()) return {frame.module, frame.offset};
  return {frame.file, frame.line};
}

// The developer's own frames of one stack, innermost first.
struct Calls {
  explicit Calls(const Evidence& evidence) {
    for (std::size_t i = 0; i < evidence.frames.size(); ++i)
      if (evidence.frames[i].user) {
        frames.push_back(i);
        lines.push_back(lineOf(evidence.frames[i]));
      }
  }
  std::vector<std::size_t> frames;
  std::vector<Line> lines;
};

// How many calls inside the function whose frame both stacks share: there one went in to take the
// first lock and came back, and is now on its way to the second. None: they share no such frame.
struct Inside {
  std::size_t held = 0;
  std::size_t acquired = 0;
};

std::optional<Inside> insideOfFork(const Edge& edge, const Calls& held, const Calls& acquired) {
  std::size_t h = held.lines.size();
  std::size_t a = acquired.lines.size();
  while (h > 0 && a > 0 && held.lines[h - 1] == acquired.lines[a - 1]) --h, --a;
  if (h == 0 || a == 0) return std::nullopt;
  const auto& function = edge.heldAt.frames[held.frames[h - 1]].function;
  if (function != edge.acquiredAt.frames[acquired.frames[a - 1]].function) return std::nullopt;
  return Inside{h - 1, a - 1};
}

bool takesBothOnOneLine(const Calls& held, const Calls& acquired) {
  return !held.lines.empty() && !acquired.lines.empty() &&
         held.lines.front() == acquired.lines.front();
}

void choose(Edge& edge, const std::set<Line>& wrappers) {
  const Calls held(edge.heldAt);
  const Calls acquired(edge.acquiredAt);
  if (held.lines.empty() || acquired.lines.empty()) return;
  const auto pastWrappers = [&](const Calls& calls) {
    std::size_t at = 0;
    while (at + 1 < calls.lines.size() && wrappers.count(calls.lines[at]) > 0) ++at;
    return at;
  };
  std::size_t h = pastWrappers(held);
  std::size_t a = pastWrappers(acquired);
  if (takesBothOnOneLine(held, acquired)) {
    if (const auto inside = insideOfFork(edge, held, acquired)) {
      h = inside->held;
      a = std::min(a, inside->acquired);
      while (a < inside->acquired && acquired.lines[a] == held.lines[h]) ++a;
    } else {  // not one function's doing: the first calls that differ, both as far
      h = 0;
      while (h + 1 < std::min(held.lines.size(), acquired.lines.size()) &&
             held.lines[h] == acquired.lines[h])
        ++h;
      a = h;
    }
  }
  if (held.lines[h] == acquired.lines[a]) return;
  if (h > 0) edge.heldAt.chosen = held.frames[h];
  if (a > 0) edge.acquiredAt.chosen = acquired.frames[a];
}

}  // namespace

void chooseSites(Finding& finding) {
  std::set<Line> wrappers;  // lines in functions that had returned and left the lock held
  bool isWrapped = false;
  for (const Edge& edge : finding.edges) {
    const Calls held(edge.heldAt);
    const Calls acquired(edge.acquiredAt);
    if (!takesBothOnOneLine(held, acquired)) continue;
    isWrapped = true;
    if (const auto inside = insideOfFork(edge, held, acquired))
      wrappers.insert(held.lines.begin(),
                      held.lines.begin() + static_cast<std::ptrdiff_t>(inside->held));
  }
  if (!isWrapped) return;
  for (Edge& edge : finding.edges) choose(edge, wrappers);
}

}  // namespace gordian::cli
