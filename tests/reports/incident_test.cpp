// Incidents as findings of moments.
#include <gordian/recording/format.h>
#include <gtest/gtest.h>

#include <set>

#include "golden.hpp"
#include "report/formats.hpp"
#include "report/printable.hpp"
#include "report/rules.hpp"
#include "report/text.hpp"
#include "scene.hpp"

namespace gordian::cli::testing {
namespace {

using namespace recording;

Scene foreignUnlock(const std::string& folder = {}) {
  Scene scene(100, folder);
  scene.incident(301, kUnlockedByOther, "teller-2", {"alice.m", 11, "finish"}, "teller-1",
                 {"alice.m", 10});
  return scene;
}

Finding only(const Scene& scene) {
  const Report report = reportOf(scene);
  EXPECT_EQ(report.findings.size(), 1u);
  return report.findings.empty() ? Finding{} : report.findings.front();
}

TEST(Golden, AnUnlockByAnotherThread) {
  expectGolden("unlock.txt", renderText(reportOf(foreignUnlock("sources/"))));
}

TEST(Golden, AnUnlockAsJson) {
  expectGolden("unlock.json", renderJson(reportOf(foreignUnlock())));
}

TEST(Golden, EveryIncidentInWords) {
  Scene scene;
  const At here{"a.m", 11, "f"};
  scene.incident(301, kUnlockedByNobody, "T1", here);
  scene.incident(302, kDestroyedHeld, "T1", here, "T2", {"a.m", 10, "g"});
  scene.incident(302, kDestroyedAwaited, "T1", {"a.m", 12, "f2"}, "T2", {"a.m", 10, "g"});
  scene.incident(303, kEndedHolding, "T1", {"a.m", 0}, "", {"a.m", 10, "g"});
  scene.incident(304, kRankViolated, "T1", here, "T1", {"b.m", 10, "g"});
  scene.incident(304, kTogether, "T1", {"a.m", 13, "f3"}, "T1", {"b.m", 10, "g"});
  scene.incident(305, kWaitWithoutMutex, "T1", here);
  scene.incident(305, kWaitOtherMutex, "T1", here, "T2", {"b.m", 10, "g"});
  scene.incident(306, kDetailNone, "T1", here);
  scene.recording.incidents.back().value = 1200;
  scene.recording.incidents.back().text = "read()";
  scene.incident(106, kForkedHeld, "T1", {"", 40, "spawn"}, "T2", {"a.m", 10, "g"});
  scene.recording.incidents.back().lock = lockgraph::LockId{0};
  scene.incident(106, kForkedAsked, "T1", here, "T2", {"a.m", 10, "g"});
  scene.incident(107, kHandlerLock, "T1", here, "T2", {"a.m", 10, "g"});
  scene.recording.incidents.back().value = 10;
  scene.incident(107, kHandlerInterrupted, "T1", {"a.m", 14, "f4"}, "T1", {"a.m", 10, "g"});
  scene.recording.incidents.back().value = 14;
  scene.incident(205, kOwnerDied, "T1", here);
  TextOptions options;
  options.maxFindings = 100;
  expectGolden("incidents.txt", renderText(reportOf(scene), options));
}

TEST(Incident, ConfidenceByRule) {
  const auto confidenceOf = [](std::uint32_t rule, std::uint32_t detail) {
    Scene scene;
    scene.incident(rule, detail, "T1", {"a.m", 11}, "T2", {"b.m", 10});
    return only(scene).confidence;
  };
  EXPECT_EQ(confidenceOf(301, kUnlockedByOther), Confidence::Proven);
  EXPECT_EQ(confidenceOf(302, kDestroyedHeld), Confidence::Proven);
  EXPECT_EQ(confidenceOf(303, kEndedHolding), Confidence::Proven);
  EXPECT_EQ(confidenceOf(304, kRankViolated), Confidence::Proven);
  EXPECT_EQ(confidenceOf(305, kWaitWithoutMutex), Confidence::Proven);
  EXPECT_EQ(confidenceOf(106, kForkedHeld), Confidence::Possible);
  EXPECT_EQ(confidenceOf(106, kForkedAsked), Confidence::Likely);
  EXPECT_EQ(confidenceOf(107, kHandlerLock), Confidence::Likely);
  EXPECT_EQ(confidenceOf(306, kDetailNone), Confidence::Possible);
}

TEST(Incident, OneFingerprintIsOneFinding) {
  Scene scene = foreignUnlock();
  scene.incident(301, kUnlockedByOther, "teller-4", {"alice.m", 11, "finish"}, "teller-3",
                 {"alice.m", 10});
  EXPECT_NE(renderFinding(only(scene), {}).find("seen 2x"), std::string::npos);
}

TEST(Incident, OfAnUnknownKindIsLeftOut) {
  Scene scene;
  scene.incident(399, kDetailNone, "T1", {"a.m", 11});
  scene.incident(301, kUnlockedByNobody, "T1", {"a.m", 11});
  scene.recording.incidents.back().lock.reset();
  EXPECT_TRUE(reportOf(scene).findings.empty());
}

TEST(Rules, EachIsThereOnceInOrder) {
  std::set<std::string_view> slugs;
  std::string_view last;
  for (const Rule& rule : rules()) {
    EXPECT_LT(last, rule.id);
    last = rule.id;
    EXPECT_TRUE(slugs.insert(rule.slug).second) << rule.slug;
    EXPECT_EQ(findRule(rule.id), &rule);
  }
  EXPECT_EQ(findRule("GD999"), nullptr);
}

}  // namespace
}  // namespace gordian::cli::testing
