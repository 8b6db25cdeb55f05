// Who met whom at barriers, as far as that is certain.
//
// A round puts everything before its arrivals before everything behind it. It does so in every
// schedule only while nobody else could have come in somebody's place: each arrival must lie behind
// the round before, because the thread was there itself or came to be behind it. A thread that
// joins in later is a newcomer; HappensBefore finds out what lies behind what, and says how many
// rounds are certain (trustOnly).
//
// Rounds are kept as the trace has them, as runs of equal strides: a million cost no more than one.
// Cost: O(n log n) in what the trace has, O(log n + parties) to ask.
#pragma once

#include <gordian/lockgraph/trace.hpp>

#include <span>
#include <vector>

namespace gordian::lockgraph {

struct Point {
  ThreadId thread{};
  Segment segment = 0;
};

class BarrierRounds {
 public:
  // Consecutive rounds in segments of equal distance.
  struct Run {
    std::uint32_t round = 0;
    std::uint32_t count = 0;
    Segment segment = 0;
    Segment stride = 1;

    std::uint32_t end() const { return round + count; }
    Segment at(std::uint32_t number) const { return segment + (number - round) * stride; }
    Segment last() const { return at(end() - 1); }
  };
  // All that one thread does at one barrier: runs by round, which is also by segment.
  struct Visit {
    std::uint32_t barrier = 0;
    ThreadId thread{};
    std::vector<Run> runs;
  };
  struct Newcomer {
    std::uint32_t barrier = 0;
    std::uint32_t round = 0;  // it comes to this one, and not to the one before
    Point arrival;
  };

  explicit BarrierRounds(const Trace& trace);

  // What a thread does at barriers.
  std::span<const std::uint32_t> visitsOf(ThreadId thread) const {
    return byThread_[static_cast<std::size_t>(thread)];
  }
  const Visit& visit(std::uint32_t number) const { return visits_[number]; }

  // One past the last certain round that was left before `segment` began; 0: none.
  std::uint32_t leftBefore(const Visit& visit, Segment segment) const;
  // Who comes to a certain round, and in which segments; appended.
  void appendArrivals(std::uint32_t barrier, std::uint32_t round, std::vector<Point>& to) const;

  const std::vector<Newcomer>& newcomers() const { return newcomers_; }
  std::uint32_t certain(std::uint32_t barrier) const { return meetings_[barrier].certain; }
  // The two have come to a barrier of which too little is known to say whether it orders them.
  bool areUnclear(Point a, Point b) const;
  bool mayBeUnclear(ThreadId thread) const {
    return !unclear_[static_cast<std::size_t>(thread)].empty();
  }
  void trustOnly(std::uint32_t barrier, std::uint32_t rounds);

 private:
  // The same threads come, from round `begin` to the begin of the next team.
  struct Team {
    std::uint32_t begin = 0;
    std::vector<std::uint32_t> visits;
  };
  struct Meetings {
    std::uint32_t certain = 0;  // rounds, from the first on
    std::vector<Team> teams;
  };

  // From this segment of its thread on, rounds are not known.
  struct Unclear {
    std::uint32_t barrier = 0;
    Segment from = 0;
  };

  void collect(const Trace& trace);
  void noteUnclear(std::span<const Rounds* const> rounds, std::uint32_t from);
  bool collectRuns(std::uint32_t barrier, std::span<const Rounds* const> rounds,
                   std::uint32_t complete);
  bool findTeams(std::uint32_t barrier, std::uint32_t parties, std::uint32_t recorded,
                 std::uint32_t firstVisit);

  std::vector<Visit> visits_;
  std::vector<std::vector<std::uint32_t>> byThread_;
  std::vector<Meetings> meetings_;  // by barrier
  std::vector<Newcomer> newcomers_;
  std::vector<std::vector<Unclear>> unclear_;  // by thread; each by barrier
  std::size_t teamSizes_ = 0;
};

}  // namespace gordian::lockgraph
