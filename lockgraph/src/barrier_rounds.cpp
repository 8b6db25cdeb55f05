#include "barrier_rounds.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

constexpr std::size_t kTeamSizes = 4'000'000;  // in all, for recordings that nobody wrote
constexpr std::uint64_t kHighest = std::numeric_limits<std::uint32_t>::max();

// It fits into the numbers, and behind the run before.
bool isSound(const Rounds& rounds, const std::vector<BarrierRounds::Run>& before) {
  if (rounds.count == 0 || (rounds.count > 1 && rounds.stride == 0)) return false;
  const std::uint64_t steps = rounds.count - 1;
  if (std::uint64_t{rounds.round} + rounds.count > kHighest) return false;
  if (rounds.segment + steps * rounds.stride > kHighest) return false;
  if (before.empty()) return true;
  return rounds.round >= before.back().end() && rounds.segment > before.back().last();
}

struct Extent {
  std::uint32_t complete = 0;  // rounds that somebody left, so that all their parties came …
  std::uint32_t recorded = 0;  // … and of these, so many before the record of a thread ends
};

Extent extentOf(std::span<const Rounds* const> rounds) {
  std::uint64_t left = 0;
  std::uint64_t cut = kHighest;
  for (const Rounds* one : rounds) {
    const std::uint64_t end = std::uint64_t{one->round} + one->count;
    left = std::max(left, one->isLeft ? end : end - std::min<std::uint64_t>(end, 1));
    if (one->isCut) cut = std::min(cut, end);
  }
  left = std::min(left, kHighest);
  return {static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(std::min(left, cut))};
}

}  // namespace

BarrierRounds::BarrierRounds(const Trace& trace)
    : byThread_(trace.threads.size()),
      meetings_(trace.barriers.size()),
      unclear_(trace.threads.size()) {
  if (!trace.barriers.empty()) collect(trace);
}

void BarrierRounds::collect(const Trace& trace) {
  std::vector<std::vector<const Rounds*>> byBarrier(trace.barriers.size());
  for (const Rounds& rounds : trace.rounds) byBarrier[rounds.barrier].push_back(&rounds);
  for (std::uint32_t barrier = 0; barrier < byBarrier.size(); ++barrier) {
    std::vector<const Rounds*>& all = byBarrier[barrier];
    std::sort(all.begin(), all.end(), [](const Rounds* a, const Rounds* b) {
      return a->thread != b->thread ? a->thread < b->thread : a->round < b->round;
    });
    const Extent extent = extentOf(all);
    const std::uint32_t parties = trace.barriers[barrier].parties;
    const auto firstVisit = static_cast<std::uint32_t>(visits_.size());
    const bool isKnown = trace.barriers[barrier].isKnown && parties > 1 &&
                         collectRuns(barrier, all, extent.complete) &&
                         findTeams(barrier, parties, extent.recorded, firstVisit);
    if (!isKnown) {
      noteUnclear(all, 0);
      visits_.resize(firstVisit);
      continue;
    }
    if (extent.recorded < extent.complete) noteUnclear(all, extent.recorded);
    for (auto i = firstVisit; i < visits_.size(); ++i)
      byThread_[index(visits_[i].thread)].push_back(i);
  }
}

// Rounds from number `from` on are not known. What comes before the first of them is not, either:
// nothing says what it lies before.
void BarrierRounds::noteUnclear(std::span<const Rounds* const> rounds, std::uint32_t from) {
  for (const Rounds* one : rounds) {
    std::vector<Unclear>& list = unclear_[index(one->thread)];
    if (list.empty() || list.back().barrier != one->barrier)
      list.push_back({one->barrier, from == 0 ? 0 : one->segment});
    // The last run that begins among the known rounds tells where they end.
    if (from == 0 || one->round >= from) continue;
    const std::uint64_t steps = std::min(from - one->round, one->count) - 1;
    list.back().from = static_cast<Segment>(
        std::min<std::uint64_t>(one->segment + steps * one->stride + 1, kHighest));
  }
}

bool BarrierRounds::areUnclear(Point a, Point b) const {
  const std::vector<Unclear>& left = unclear_[index(a.thread)];
  const std::vector<Unclear>& right = unclear_[index(b.thread)];
  for (std::size_t i = 0, j = 0; i < left.size() && j < right.size();) {
    const std::uint32_t one = left[i].barrier;
    const std::uint32_t other = right[j].barrier;
    if (one == other && a.segment >= left[i].from && b.segment >= right[j].from) return true;
    if (one <= other) ++i;
    if (other <= one) ++j;
  }
  return false;
}

// False: what is recorded cannot be.
bool BarrierRounds::collectRuns(std::uint32_t barrier, std::span<const Rounds* const> rounds,
                                std::uint32_t complete) {
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const Rounds& one = *rounds[i];
    if (i == 0 || rounds[i - 1]->thread != one.thread) visits_.push_back({barrier, one.thread, {}});
    std::vector<Run>& runs = visits_.back().runs;
    if (!isSound(one, runs)) return false;
    runs.push_back({one.round, one.count, one.segment, one.stride});
    const bool isLast = i + 1 == rounds.size() || rounds[i + 1]->thread != one.thread;
    // It was there when others left later rounds: had it come otherwise, it would have said so.
    if (!isLast || !one.isOpen || one.count < 2 || runs.back().end() >= complete) continue;
    Rounds longer = one;
    longer.count = complete - one.round;
    if (isSound(longer, {})) runs.back().count = longer.count;
  }
  return true;
}

// False: it does not add up.
bool BarrierRounds::findTeams(std::uint32_t barrier, std::uint32_t parties, std::uint32_t recorded,
                              std::uint32_t firstVisit) {
  struct Stay {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t visit;
  };
  std::vector<Stay> stays;
  std::vector<std::uint32_t> changes;
  const std::size_t newcomersBefore = newcomers_.size();
  for (auto number = firstVisit; number < visits_.size(); ++number) {
    for (const Run& run : visits_[number].runs) {
      if (!stays.empty() && stays.back().visit == number && stays.back().end == run.round) {
        stays.back().end = run.end();
        continue;
      }
      stays.push_back({run.round, run.end(), number});
      if (run.round > 0)
        newcomers_.push_back({barrier, run.round, {visits_[number].thread, run.segment}});
    }
  }
  for (const Stay& stay : stays) {
    changes.push_back(stay.begin);
    changes.push_back(stay.end);
  }
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
  std::sort(stays.begin(), stays.end(),
            [](const Stay& a, const Stay& b) { return a.begin < b.begin; });
  Meetings& meetings = meetings_[barrier];
  std::vector<Stay> present;
  std::size_t next = 0;
  for (const std::uint32_t round : changes) {
    std::erase_if(present, [&](const Stay& stay) { return stay.end <= round; });
    for (; next < stays.size() && stays[next].begin == round; ++next)
      present.push_back(stays[next]);
    teamSizes_ += present.size();
    if (present.size() != parties || teamSizes_ > kTeamSizes) {
      // Only behind the last complete round may some be missing.
      if (round < recorded || teamSizes_ > kTeamSizes) break;
      meetings.certain = recorded;
      return true;
    }
    Team& team = meetings.teams.emplace_back();
    team.begin = round;
    for (const Stay& stay : present) team.visits.push_back(stay.visit);
  }
  meetings.teams.clear();
  newcomers_.resize(newcomersBefore);
  return stays.empty();
}

void BarrierRounds::trustOnly(std::uint32_t barrier, std::uint32_t rounds) {
  std::uint32_t& certain = meetings_[barrier].certain;
  certain = std::min(certain, rounds);
}

std::uint32_t BarrierRounds::leftBefore(const Visit& visit, Segment segment) const {
  const std::uint32_t certain = meetings_[visit.barrier].certain;
  if (certain == 0) return 0;
  const auto after = std::partition_point(
      visit.runs.begin(), visit.runs.end(),
      [&](const Run& run) { return run.segment < segment && run.round < certain; });
  if (after == visit.runs.begin()) return 0;
  const Run& run = *(after - 1);
  const std::uint32_t steps = run.count == 1 ? 0 : (segment - 1 - run.segment) / run.stride;
  return std::min(run.round + std::min(steps, run.count - 1) + 1, certain);
}

void BarrierRounds::appendArrivals(std::uint32_t barrier, std::uint32_t round,
                                   std::vector<Point>& to) const {
  const std::vector<Team>& teams = meetings_[barrier].teams;
  const auto after = std::partition_point(teams.begin(), teams.end(),
                                          [&](const Team& team) { return team.begin <= round; });
  if (after == teams.begin()) return;
  for (const std::uint32_t number : (after - 1)->visits) {
    const Visit& visit = visits_[number];
    const auto behind = std::partition_point(visit.runs.begin(), visit.runs.end(),
                                             [&](const Run& run) { return run.round <= round; });
    if (behind == visit.runs.begin() || (behind - 1)->end() <= round) continue;
    to.push_back({visit.thread, (behind - 1)->at(round)});
  }
}

}  // namespace gordian::lockgraph
