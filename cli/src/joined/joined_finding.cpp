#include "joined_finding.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "../report/finding_builder.hpp"
#include "../report/fingerprint.hpp"
#include "../report/reasons.hpp"
#include "../report/sites.hpp"
#include "../report/sort_unique.hpp"

namespace gordian::cli::joined {
namespace {

using recording::Recording;

// The edge alone, as a finding of its run.
Finding partOf(const Place& place) {
  const Recording& recording = place.view->recording();
  const auto& dependency =
      recording.trace.dependencies[static_cast<std::size_t>(place.sighting.dependency)];
  FindingBuilder builder(recording, place.run, place.view->names(), "GD101");
  builder.edge({place.sighting.held, dependency.lock, place.sighting.dependency});
  return std::move(builder.finding());
}

class Joining {
 public:
  // Runs in the order in which they began, each once.
  Joining(const std::vector<Place>& places, const Identities& identities)
      : identities_(identities) {
    for (const Place& place : places) runs_.push_back(place.run);
    sortUnique(runs_);
    finding_.runs.resize(runs_.size());
    for (const Place& place : places) {
      const Recording& recording = place.view->recording();
      finding_.runs[numberOf(place)] = {recording.pid, recording.startedNs, recording.arguments};
      finding_.processes.push_back(recording.pid);
      finding_.survived &= recording.ended;
    }
    sortUnique(finding_.processes);
  }

  void add(const ClassEdge& wanted, const Place& place) {
    Finding part = partOf(place);
    Edge edge = std::move(part.edges.front());
    edge.held = lock(wanted.held, std::move(part.locks[edge.held]));
    edge.acquired = lock(wanted.acquired, std::move(part.locks[edge.acquired]));
    edge.thread = thread(std::move(part.threads[edge.thread]), numberOf(place));
    edge.ofRun = ofRun(wanted, numberOf(place));
    finding_.tests.insert(finding_.tests.end(), part.tests.begin(), part.tests.end());
    finding_.edges.push_back(std::move(edge));
  }

  Finding finish() {
    sortUnique(finding_.tests);
    finding_.id = "GD101";
    finding_.rule = "lock-order-cycle";
    finding_.verdict = finding_.confidence = Confidence::Possible;
    chooseSites(finding_);
    finding_.message = messageOf(finding_);
    finding_.story = fmt::format(
        "Different runs of the program took {} in {}: no run took all of them. If one run can, its "
        "threads wait for each other for ever when their timing meets.",
        finding_.locks.size() == 2 ? "these two locks"
                                   : fmt::format("these {} locks", finding_.locks.size()),
        finding_.locks.size() == 2 ? "opposite orders" : "a circle of orders");
    finding_.reason =
        "the orders were seen in different runs; whether one run can take all of them is not known";
    finding_.fingerprint = fingerprintOf(finding_);
    return std::move(finding_);
  }

 private:
  [[nodiscard]] std::size_t numberOf(const Place& place) const {
    return static_cast<std::size_t>(std::lower_bound(runs_.begin(), runs_.end(), place.run) -
                                    runs_.begin());
  }

  [[nodiscard]] OfRun ofRun(const ClassEdge& edge, std::size_t run) const {
    OfRun result{run, identities_.keyOf(edge.role), {}};
    for (const Hold& hold : edge.holds)
      result.held.push_back({identities_.keyOf(hold.object), hold.isShared,
                             hold.guardedBy ? identities_.keyOf(*hold.guardedBy) : "", hold.isOwn});
    return result;
  }

  std::size_t lock(Object object, Lock&& lock) {
    const auto [place, isNew] = locks_.try_emplace(object, finding_.locks.size());
    if (isNew) {
      lock.name = uniqueName(finding_.locks, lock.name);
      finding_.locks.push_back(std::move(lock));
    }
    return place->second;
  }

  std::size_t thread(Thread&& thread, std::size_t run) {
    thread.name = uniqueName(finding_.threads, fmt::format("{} of run {}", thread.name, run + 1));
    finding_.threads.push_back(std::move(thread));
    return finding_.threads.size() - 1;
  }

  const Identities& identities_;
  Finding finding_;
  std::vector<std::uint32_t> runs_;
  std::map<Object, std::size_t> locks_;
};

}  // namespace

Finding joinedFinding(const Chain& chain, const std::vector<Place>& places,
                      const Identities& identities) {
  Joining joining(places, identities);
  // As the edges of one run: the one that was seen last closes the cycle.
  std::size_t last = 0;
  for (std::size_t i = 0; i < places.size(); ++i)
    if (places[i].run >= places[last].run) last = i;
  for (std::size_t i = 1; i <= places.size(); ++i) {
    const std::size_t at = (last + i) % places.size();
    joining.add(chain[at]->first, places[at]);
  }
  return joining.finish();
}

}  // namespace gordian::cli::joined
