#include "joiner.hpp"

#include <algorithm>
#include <optional>

#include "chains.hpp"
#include "joined_finding.hpp"

namespace gordian::cli::joined {
namespace {

constexpr std::size_t kMostEdges = 200'000;  // of all runs
constexpr std::size_t kMostFindings = 100;
constexpr std::size_t kTries = 3;  // runs of an edge that are read

using Step = EdgesOfRuns::value_type;

std::set<std::string> classesOf(const Finding& finding) {
  std::set<std::string> classes;
  for (const Lock& lock : finding.locks) classes.insert(lock.className);
  return classes;
}

// Looks for runs that show of each two edges that they can be at the same time.
class Casting {
 public:
  explicit Casting(RunViews& views) : views_(views) {}

  // Where the edges were seen; none: something speaks against it.
  std::optional<std::vector<Place>> run(const Chain& chain) {
    places_.assign(chain.size(), std::nullopt);
    for (std::size_t i = 0; i < chain.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (!canMeet(chain, i, j)) return std::nullopt;
    std::vector<Place> places;
    for (auto& place : places_) places.push_back(std::move(*place));
    return places;
  }

 private:
  // In a run that made both, their own moments decide; else who runs besides.
  bool canMeet(const Chain& chain, std::size_t i, std::size_t j) {
    std::vector<std::uint32_t> both;
    std::set_intersection(chain[i]->second.begin(), chain[i]->second.end(),
                          chain[j]->second.begin(), chain[j]->second.end(),
                          std::back_inserter(both));
    if (both.empty()) return isBesides(chain, i, j) && isBesides(chain, j, i);
    both.resize(std::min(both.size(), kTries));
    return std::any_of(both.begin(), both.end(), [&](std::uint32_t run) {
      const auto view = views_.at(run);
      if (view == nullptr || !view->canMeet(chain[i]->first, chain[j]->first)) return false;
      keep(i, run, view, view->sightingsOf(chain[i]->first)->front());
      keep(j, run, view, view->sightingsOf(chain[j]->first)->front());
      return true;
    });
  }

  bool isBesides(const Chain& chain, std::size_t i, std::size_t other) {
    const auto& runs = chain[i]->second;
    for (std::size_t at = 0; at < std::min(runs.size(), kTries); ++at) {
      const auto view = views_.at(runs[at]);
      if (view == nullptr) continue;
      if (const auto* seen = view->besides(chain[i]->first, chain[other]->first.role)) {
        keep(i, runs[at], view, *seen);
        return true;
      }
    }
    return false;
  }

  void keep(std::size_t i, std::uint32_t run, const std::shared_ptr<RunView>& view,
            const Sighting& sighting) {
    if (!places_[i]) places_[i] = Place{run, view, sighting};
  }

  RunViews& views_;
  std::vector<std::optional<Place>> places_;
};

}  // namespace

void Joiner::look(std::size_t run, const recording::Recording& recording, Names& names) {
  // A forked child does another part of the work than its parent, on purpose.
  if (recording.forked) return;
  const RunEdges found = edgesOf(recording, names, identities_);
  if (found.isCut) isCut("a run takes locks in more ways than are compared with other runs");
  for (const auto& [edge, unused] : found.edges) {
    auto known = edges_.find(edge);
    if (known == edges_.end()) {
      if (edges_.size() == kMostEdges) {
        isCut("the runs take locks in more ways than are compared with each other");
        return;
      }
      known = edges_.emplace(edge, std::vector<std::uint32_t>()).first;
    }
    known->second.push_back(static_cast<std::uint32_t>(run));
  }
}

std::vector<Finding> Joiner::findings(Recordings& runs, const NamesFor& namesFor,
                                      const std::vector<Finding>& told) {
  std::set<std::set<std::string>> known;
  for (const Finding& finding : told)
    if (finding.id == "GD101") known.insert(classesOf(finding));
  RunViews views(runs, namesFor, identities_);
  std::vector<Finding> findings;
  const bool isWhole = findChains(edges_, identities_, [&](const Chain& chain) {
    if (findings.size() == kMostFindings) return true;
    std::set<std::string> classes;
    for (const Step* step : chain) classes.insert(identities_.classOf(step->first.held));
    if (known.count(classes) != 0) return true;
    const auto places = Casting(views).run(chain);
    if (!places) return false;
    findings.push_back(joinedFinding(chain, *places, identities_));
    return true;
  });
  if (!isWhole || views.isCut())
    isCut("not every cycle over several runs was looked for: they would take too many steps");
  if (findings.size() == kMostFindings) isCut("more cycles over several runs than are listed");
  return findings;
}

void Joiner::isCut(const std::string& what) {
  if (std::find(cut_.begin(), cut_.end(), what) == cut_.end()) cut_.push_back(what);
}

}  // namespace gordian::cli::joined
