// lockgraph and the judges of `gordian verify` share no code but the shape of a trace: of random
// traces they must say the same of every cycle, also after the way through a report.
#include <gmock/gmock.h>
#include <gordian/lockgraph/grounds.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "random_trace.hpp"
#include "report/grounds_json.hpp"
#include "report/reasons.hpp"
#include "trace_text.hpp"
#include "verify/judge.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using lockgraph::Confidence;
using lockgraph::Cycle;
using lockgraph::test::TraceText;

// Through JSON and back.
ReadGrounds reread(const lockgraph::Grounds& facts) {
  Grounds grounds;
  grounds.facts = facts;
  grounds.locks.resize(facts.locks.size(), "lock");
  grounds.threads.resize(facts.threads.size(), "thread");
  const fs::path file = fs::path(testing::TempDir()) / fmt::format("grounds-{}.json", getpid());
  std::ofstream(file) << groundsJson(grounds).dump();
  const JsonFile json(file.native());
  fs::remove(file);
  return readGrounds(json, json.root());
}

Judgement levelOf(Confidence confidence) {
  if (confidence == Confidence::RuledOut) return Judgement::RuledOut;
  return confidence == Confidence::Possible ? Judgement::Possible : Judgement::Likely;
}

struct Seen {
  std::size_t likely = 0, possible = 0, ruledOut = 0;
};

void compare(std::uint32_t seed, Seen& seen) {
  TraceText text;
  const std::vector<std::string> lines = test::randomTrace(seed);
  for (const std::string& line : lines) text.add(line);
  const lockgraph::GroundsFinder finder(text.trace());
  for (const Cycle& cycle : lockgraph::analyse(text.trace()).cycles) {
    const Judged judged = judgeCycle(reread(finder.of(cycle)), cycle.edges.size());
    ASSERT_EQ(judged.level, levelOf(cycle.confidence))
        << "seed " << seed << ": " << text.text(cycle) << "\nrefuted by "
        << fmt::format("{}", fmt::join(judged.refutations, ", ")) << " " << judged.why << "\n"
        << fmt::format("{}", fmt::join(lines, "\n"));
    if (cycle.confidence == Confidence::RuledOut) {
      // The reason that is told is one that the judge finds, too.
      const std::string told = refutation(cycle.reason, {});
      ASSERT_TRUE(std::any_of(judged.refutations.begin(), judged.refutations.end(),
                              [&](const std::string& test) { return told.starts_with(test); }))
          << "seed " << seed << ": " << text.text(cycle) << "\nrefuted by "
          << fmt::format("{}", fmt::join(judged.refutations, ", ")) << "\n"
          << fmt::format("{}", fmt::join(lines, "\n"));
    }
    seen.likely += cycle.confidence == Confidence::Likely ? 1 : 0;
    seen.possible += cycle.confidence == Confidence::Possible ? 1 : 0;
    seen.ruledOut += cycle.confidence == Confidence::RuledOut ? 1 : 0;
  }
}

TEST(Judges, AgreeWithLockgraphOnRandomTraces) {
  constexpr std::uint32_t kTraces = 2'000;
  const char* const more = std::getenv("GORDIAN_TEST_TRACES");
  const auto count =
      static_cast<std::uint32_t>(more == nullptr ? kTraces : std::strtoul(more, nullptr, 10));
  Seen seen;
  for (std::uint32_t seed = 1; seed <= count && !HasFatalFailure(); ++seed) compare(seed, seen);
  RecordProperty("likely", static_cast<int>(seen.likely));
  RecordProperty("possible", static_cast<int>(seen.possible));
  RecordProperty("ruled out", static_cast<int>(seen.ruledOut));
  EXPECT_GT(seen.likely, count / 20);
  EXPECT_GT(seen.possible, count / 100);
  EXPECT_GT(seen.ruledOut, count / 10);
}

TEST(Judges, AgreeOnALockThatIsTakenAgainOfEachKindAndMode) {
  std::size_t found = 0;
  for (const char* kind : {"mutex", "recursive", "errorcheck", "rwlock", "prefer-writer", "spin",
                           "semaphore", "once", "static"}) {
    for (const char* held : {"A", "A/s"}) {
      for (const char* asked : {"A", "A/s", "A?", "A~", "A/s?"}) {
        TraceText text;
        if (kind != std::string("mutex")) text.add(fmt::format("kind A {}", kind));
        const std::string line = fmt::format("T1: {}->{}", held, asked);
        text.add(line);
        for (const lockgraph::DoubleLock& again : lockgraph::analyse(text.trace()).doubleLocks) {
          ++found;
          const ReadGrounds grounds = reread(lockgraph::GroundsFinder(text.trace()).of(again));
          const Judged judged = judgeAgain(grounds, again.isUpgrade);
          EXPECT_EQ(judged.level, again.isRefused ? Judgement::Possible : Judgement::Likely)
              << kind << " " << line << ": " << judged.why;
        }
      }
    }
  }
  EXPECT_GE(found, 8U);
}

TEST(Judges, SeeThroughThreadsThatLeadBackToTheSameOne) {
  // 300 threads that main alone creates and joins are no way from T2 to T3; main's own order is.
  TraceText text;
  unsigned segment = 0;
  const auto main = [&] { return "T1@" + std::to_string(segment); };
  text.add("T1@0 creates T2");
  ++segment;
  text.add("T2: A->B");
  for (int i = 10; i < 310; ++i) {
    text.add(main() + " creates T" + std::to_string(i));
    ++segment;
    ++segment;
    text.add(main() + " joins T" + std::to_string(i));
  }
  ++segment;
  text.add(main() + " joins T2");
  text.add(main() + " creates T3");
  text.add("T3: B->A");
  const auto analysis = lockgraph::analyse(text.trace());
  ASSERT_EQ(analysis.cycles.size(), 1U);
  const lockgraph::Grounds grounds =
      lockgraph::GroundsFinder(text.trace()).of(analysis.cycles.front());
  EXPECT_TRUE(grounds.hasAllOrder);
  EXPECT_LE(grounds.threads.size(), 4U);
  const Judged judged = judgeCycle(reread(grounds), 2);
  EXPECT_EQ(judged.level, Judgement::RuledOut);
  EXPECT_THAT(judged.refutations, testing::ElementsAre("ordered by join"));
}

TEST(Judges, SayWhenThereAreTooManyAcquisitions) {
  TraceText text;
  for (int i = 0; i < 500; ++i) text.add("T1@" + std::to_string(i) + ": A->B");
  for (int i = 0; i < 500; ++i)
    text.add("T1@" + std::to_string(i) + ": G" + std::to_string(i) + " A->B");
  text.add("T2: B->A");
  const auto analysis = lockgraph::analyse(text.trace());
  ASSERT_EQ(analysis.cycles.size(), 1U);
  const auto grounds = lockgraph::GroundsFinder(text.trace()).of(analysis.cycles.front());
  EXPECT_FALSE(grounds.hasAllAcquisitions);
  EXPECT_EQ(judgeCycle(reread(grounds), 2).level, Judgement::Likely);  // the chosen ones are there
}

}  // namespace
}  // namespace gordian::cli
