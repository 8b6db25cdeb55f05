// What is written is what is read.
// gtest before rapidcheck: its extras need it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <store/facts_file.hpp>

#include "random_unit.hpp"
#include "sample_unit.hpp"

namespace gordian::testing {
namespace {

using namespace analyzer;

RC_GTEST_PROP(RoundTrip, KeepsAnyUnit, ()) {
  const Unit unit = RandomUnit().make();
  RC_ASSERT(decodeFacts(encodeFacts(unit)) == unit);
}

TEST(RoundTrip, KeepsOneOfEverything) {
  EXPECT_EQ(decodeFacts(encodeFacts(sampleUnit())), sampleUnit());
}

TEST(RoundTrip, KeepsNothingAtAll) {
  EXPECT_EQ(decodeFacts(encodeFacts(Unit{})), Unit{});
}

TEST(RoundTrip, EqualUnitsHaveEqualBytes) {
  EXPECT_EQ(encodeFacts(sampleUnit()), encodeFacts(sampleUnit()));
}

TEST(RoundTrip, KeepsWhatCompressesTooWell) {
  // Smaller than memory may follow from: such a unit is stored as it is.
  Unit unit = sampleUnit();
  unit.functions.resize(1);
  unit.functions[0].events.assign(200'000, unit.functions[0].events[1]);
  const std::string bytes = encodeFacts(unit);
  EXPECT_EQ(decodeFacts(bytes), unit);
  EXPECT_GT(bytes.size(), unit.functions[0].events.size());
}

TEST(RoundTrip, CompressesWhatIsLarge) {
  Unit unit = sampleUnit();
  unit.functions.resize(1);
  unit.functions[0].events.assign(10'000, unit.functions[0].events[1]);
  EXPECT_LT(encodeFacts(unit).size(), 20'000U);
}

TEST(RoundTrip, RefusesWhatNobodyCouldRead) {
  Unit unit = sampleUnit();
  unit.functions[0].events[1].place.index = 99;
  EXPECT_THROW(encodeFacts(unit), FactsError);
}

}  // namespace
}  // namespace gordian::testing
