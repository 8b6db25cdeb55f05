#include "explore.hpp"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "../commands/console.hpp"
#include "../report/build.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;

// Orders of locks, by the names of their classes and where the second one is asked for.
class Orders {
 public:
  // How many of the recording are new.
  std::size_t add(const Recording& recording) {
    const auto names = namesFor_(recording);
    std::size_t fresh = 0;
    for (const auto& dependency : recording.trace.dependencies) {
      if (dependency.acquisition == lockgraph::Acquisition::Try || dependency.reentrant) continue;
      for (const auto& held : dependency.held)
        if (known_.emplace(names->lock(held.lock).className, names->lock(dependency.lock).className)
                .second)
          ++fresh;
    }
    return fresh;
  }

 private:
  NamesFor namesFor_ = namesFromSymbols();
  std::set<std::pair<std::string, std::string>> known_;
};

// Fingerprints of the findings, hangs counted apart.
struct Seen {
  std::set<std::string> findings;
  std::size_t add(const Report& report, std::size_t& hangs) {
    std::size_t fresh = 0;
    for (const Finding& finding : report.findings) {
      hangs += finding.hang ? 1 : 0;
      if (findings.insert(finding.fingerprint).second) ++fresh;
    }
    return fresh;
  }
};

}  // namespace

Explored explore(Series& series, std::uint32_t attempts, std::uint64_t seed, bool tells) {
  Explored all;
  Orders orders;
  Seen seen;
  for (std::uint32_t number = 0; number <= attempts; ++number) {
    RunWishes wishes;
    if (number != 0) wishes.explore = std::to_string(seed + number - 1);
    std::unique_ptr<ObservedRun> run;
    all.cannotStart = series.run(fmt::format("explore-{}", number), std::move(wishes), run);
    if (all.cannotStart != 0) return all;
    const auto files = run->files();
    series.kept.insert(series.kept.end(), files.begin(), files.end());
    auto recordings = run->collected().recordings;
    std::size_t edges = 0;
    for (const Recording& recording : recordings) edges += orders.add(recording);
    std::size_t hangs = 0;
    const std::size_t findings =
        seen.add(buildReport(std::move(recordings), namesFromSymbols()), hangs);
    if (number == 0) continue;
    ++all.attempts;
    all.edges += edges;
    all.findings += findings;
    all.hangs += hangs;
    if (tells && edges + findings + hangs != 0)
      say(fmt::format("seed {}: {} new lock orders, {} new findings, {} hangs", seed + number - 1,
                      edges, findings, hangs));
  }
  return all;
}

}  // namespace gordian::cli
