#include "run_view.hpp"

#include <algorithm>

#include "../report/python_acquire.hpp"

namespace gordian::cli::joined {
namespace {

using lockgraph::ThreadId;
using recording::Recording;

constexpr std::size_t kPlayers = 16;  // threads of a role that are looked at

std::shared_ptr<Recording> prepared(std::shared_ptr<Recording> recording) {
  setPythonAcquisitions(*recording);
  return recording;
}

}  // namespace

RunView::RunView(std::shared_ptr<Recording> recording, const NamesFor& namesFor,
                 Identities& identities)
    : recording_(prepared(std::move(recording))),
      names_(namesFor(*recording_)),
      edges_(edgesOf(*recording_, *names_, identities)),
      overlap_(recording_->trace) {}

const std::vector<Sighting>* RunView::sightingsOf(const ClassEdge& edge) const {
  const auto found = edges_.edges.find(edge);
  return found == edges_.edges.end() ? nullptr : &found->second;
}

const Sighting* RunView::besides(const ClassEdge& edge, Role role) const {
  const auto* sightings = sightingsOf(edge);
  if (sightings == nullptr) return nullptr;
  for (const Sighting& sighting : *sightings) {
    std::size_t left = kPlayers;
    for (std::size_t i = 0; i < edges_.roles.size() && left > 0; ++i) {
      if (edges_.roles[i] != role) continue;
      --left;
      if (overlap_.canMeet(sighting.dependency, ThreadId(i))) return &sighting;
    }
  }
  return nullptr;
}

bool RunView::canMeet(const ClassEdge& a, const ClassEdge& b) const {
  const auto* one = sightingsOf(a);
  const auto* other = sightingsOf(b);
  if (one == nullptr || other == nullptr) return false;
  return std::any_of(one->begin(), one->end(), [&](const Sighting& first) {
    return std::any_of(other->begin(), other->end(), [&](const Sighting& second) {
      return overlap_.canMeet(first.dependency, second.dependency);
    });
  });
}

std::shared_ptr<RunView> RunViews::at(std::uint32_t run) {
  const auto known = std::find_if(views_.begin(), views_.end(),
                                  [&](const auto& view) { return view.first == run; });
  if (known != views_.end()) {
    views_.splice(views_.begin(), views_, known);
    return known->second;
  }
  if (left_ == 0) return nullptr;
  --left_;
  auto recording = runs_.read(run);
  if (recording == nullptr) return nullptr;
  if (views_.size() == kKept) views_.pop_back();
  views_.emplace_front(run,
                       std::make_shared<RunView>(std::move(recording), namesFor_, identities_));
  return views_.front().second;
}

}  // namespace gordian::cli::joined
