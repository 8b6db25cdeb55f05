#include "growth.hpp"

#include <gtest/gtest.h>

#include <recording_builder.hpp>

namespace gordian::gtest {
namespace {

using testing::RecordingBuilder;
using testing::TemporaryFolder;

class GrowthOfARecording : public ::testing::Test {
 protected:
  bool hasNewDependencies() {
    const auto file = folder_.write("one.gdr", builder_.bytes() + std::string(4096, '\0'));
    return growth_.hasNewDependencies(file);
  }

  TemporaryFolder folder_;
  RecordingBuilder builder_;
  Growth growth_;
};

TEST_F(GrowthOfARecording, IsSeenOnceForEachDependency) {
  EXPECT_FALSE(hasNewDependencies());
  builder_.thread(0).lock(1, 1).lock(2, 2);
  EXPECT_FALSE(hasNewDependencies());
  builder_.dependency(1, 0, 2, 1).note(1, "x");
  EXPECT_TRUE(hasNewDependencies());
  EXPECT_FALSE(hasNewDependencies());
  builder_.marker(1, "A.One").count(1, 5).marker(2, "A.One");
  EXPECT_FALSE(hasNewDependencies());
  builder_.revisit(1, 1);
  EXPECT_TRUE(hasNewDependencies());
  builder_.lockShared(1, 1);
  EXPECT_TRUE(hasNewDependencies());
  EXPECT_FALSE(hasNewDependencies());
}

TEST_F(GrowthOfARecording, IsAssumedWhereTheFileIsNotUnderstood) {
  EXPECT_FALSE(hasNewDependencies());
  const auto file = folder_.write("one.gdr", builder_.bytes() + "garbage garbage garbage");
  EXPECT_TRUE(growth_.hasNewDependencies(file));
  EXPECT_TRUE(growth_.hasNewDependencies(folder_.path("missing")));
}

}  // namespace
}  // namespace gordian::gtest
