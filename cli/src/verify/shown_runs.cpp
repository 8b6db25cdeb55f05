// What can be derived of a cycle whose edges come from different runs: that it needs more than one,
// and that nothing which its edges show speaks against it.
#include <fmt/format.h>

#include <set>

#include "verify.hpp"

namespace gordian::cli {
namespace {

using Json = JsonFile::Json;

struct Held {
  std::string lock;
  bool isShared = false;
  std::string guardedBy;
  bool isOwn = false;
};

struct Shown {
  std::string run, part;
  bool isShared = false;
  bool isHeldShared = false;
  std::vector<Held> held;
};

Shown shownBy(const JsonFile& report, const Json& edge) {
  const auto run = edge.find("run");
  if (run == edge.end()) report.fail("an edge of several runs has no \"run\"");
  Shown shown;
  const Json& of = report.object(*run, "run");
  shown.run = report.text(of, "name");
  shown.part = report.text(of, "part");
  shown.isShared = report.text(edge, "mode") == "shared";
  shown.isHeldShared = report.text(edge, "held_mode") == "shared";
  for (const Json& one : report.list(of, "held"))
    shown.held.push_back({report.text(one, "lock"), report.text(one, "mode") == "shared",
                          one.contains("guarded_by") ? report.text(one, "guarded_by") : "",
                          one.contains("own")});
  return shown;
}

// The lock that keeps the two apart; empty: there is none.
std::string gateOf(const Shown& a, const Shown& b) {
  for (const Held& one : a.held)
    for (const Held& other : b.held) {
      if (one.lock != other.lock || (one.isShared && other.isShared)) continue;
      if (one.isOwn && other.isOwn) continue;
      const bool isOwnGuard = (!one.guardedBy.empty() && one.guardedBy == b.part) ||
                              (!other.guardedBy.empty() && other.guardedBy == a.part) ||
                              (!one.guardedBy.empty() && one.guardedBy == other.guardedBy);
      if (!isOwnGuard) return one.lock;
    }
  return {};
}

std::string refutation(const std::vector<Shown>& edges) {
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].isShared && edges[(i + 1) % edges.size()].isHeldShared) return "readers only";
    for (std::size_t j = 0; j < i; ++j) {
      if (edges[i].part == "main" && edges[j].part == "main") return "one thread";
      if (const std::string gate = gateOf(edges[i], edges[j]); !gate.empty())
        return "gate lock " + gate;
    }
  }
  return {};
}

}  // namespace

Answer verifyRuns(const JsonFile& report, const Json& finding) {
  std::set<std::string> known;
  for (const Json& run : report.list(finding, "runs")) known.insert(report.text(run, "name"));
  std::vector<Shown> edges;
  std::set<std::string> used;
  for (const Json& edge : report.list(finding, "edges")) {
    edges.push_back(shownBy(report, edge));
    used.insert(edges.back().run);
  }
  if (used != known || used.size() < 2)
    return {Standing::Contradicted, "its edges are not of the runs that it names, two or more"};
  if (const std::string why = refutation(edges); !why.empty())
    return {Standing::Contradicted, "from its evidence it is ruled out: " + why};
  const bool isRaised = report.text(finding, "reason").starts_with("raised by --strict");
  if (report.text(finding, "confidence") != (isRaised ? "likely" : "possible"))
    return {Standing::Contradicted, "what no run made as a whole can be possible, no more"};
  return {Standing::Supported,
          "its edges close; that threads of both parts ran besides is not in the report"};
}

}  // namespace gordian::cli
