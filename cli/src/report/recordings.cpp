#include "recordings.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "collect.hpp"
#include "copies.hpp"

namespace gordian::cli {
namespace {

using recording::Place;
using recording::Recording;
using recording::RecordingError;

template <class Process>
auto keyOf(const Process& process) {
  return std::pair(process.startedNs, process.pid);
}

}  // namespace

Recordings::Recordings(const std::vector<std::filesystem::path>& inputs) {
  std::vector<Place> places;
  for (const auto& file : recordingFiles(inputs, unreadable_)) {
    try {
      auto more = recording::placesIn(file);
      std::move(more.begin(), more.end(), std::back_inserter(places));
    } catch (const RecordingError& error) {
      unreadable_.emplace_back(error.what());
    }
  }
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return keyOf(a) < keyOf(b); });
  for (Place& place : places) {
    if (processes_.empty() || keyOf(processes_.back()) != keyOf(place))
      processes_.push_back({place.startedNs, place.pid, {}, nullptr, false});
    processes_.back().places.push_back(std::move(place));
  }
  findReplaced();
}

Recordings::Recordings(std::vector<Recording> recordings) {
  joinCopies(recordings);
  for (Recording& recording : recordings)
    processes_.push_back({recording.startedNs,
                          recording.pid,
                          {},
                          std::make_shared<Recording>(std::move(recording)),
                          false});
  findReplaced();
}

void Recordings::findReplaced() {
  std::set<std::uint32_t> later;
  for (auto process = processes_.rbegin(); process != processes_.rend(); ++process)
    process->isReplaced = !later.insert(process->pid).second;
}

bool Recordings::has(std::uint32_t pid) const {
  return std::any_of(processes_.begin(), processes_.end(),
                     [&](const Process& process) { return process.pid == pid; });
}

std::optional<std::size_t> Recordings::find(std::uint32_t pid, std::uint64_t startedNs) const {
  const std::pair key(startedNs, pid);
  const auto found =
      std::lower_bound(processes_.begin(), processes_.end(), key,
                       [](const Process& process, const auto& k) { return keyOf(process) < k; });
  if (found == processes_.end() || keyOf(*found) != key) return std::nullopt;
  return static_cast<std::size_t>(found - processes_.begin());
}

std::shared_ptr<Recording> Recordings::read(std::size_t index) {
  Process& process = processes_[index];
  if (process.inMemory) return process.inMemory;
  std::vector<Recording> copies;
  for (const Place& place : process.places) {
    try {
      copies.push_back(recording::read(place));
      joinCopies(copies);
    } catch (const RecordingError& error) {
      unreadable_.emplace_back(error.what());
    }
  }
  if (copies.empty()) return nullptr;
  return std::make_shared<Recording>(std::move(copies.front()));
}

}  // namespace gordian::cli
