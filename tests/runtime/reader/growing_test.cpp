// A recording that is read as it grows is, at each moment, what it is when it is read at once.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <gordian/recording/growing.hpp>
#include <sstream>

#include "sample.hpp"

namespace gordian::testing {
namespace {

using recording::GrowingRecording;
using recording::Recording;

template <typename T>
std::uint64_t numberOf(const std::optional<T>& value) {
  return value ? 1 + static_cast<std::uint64_t>(*value) : 0;
}

template <typename Id>
std::uint32_t numberOf(Id id) {
  return static_cast<std::uint32_t>(id);
}

std::ostream& operator<<(std::ostream& out, const std::vector<lockgraph::HeldLock>& held) {
  for (const auto& one : held)
    out << " held " << numberOf(one.lock) << "/" << one.serial << (one.afterWait ? "w" : "");
  return out;
}

// All that the analysis looks at.
std::string textOf(const Recording& recording) {
  const lockgraph::Trace& trace = recording.trace;
  std::ostringstream out;
  for (const auto& lock : trace.locks)
    out << "lock " << lock.lockClass << " " << numberOf(lock.creator) << " "
        << numberOf(lock.sharedAt) << lock.tainted << "\n";
  for (const auto& thread : trace.threads)
    out << "thread " << numberOf(thread.parent) << " " << thread.parentHolds.size() << "\n";
  for (const auto& join : trace.joins)
    out << "join " << numberOf(join.joiner) << " " << numberOf(join.joined) << "\n";
  for (const auto& d : trace.dependencies) {
    out << "dependency " << numberOf(d.thread) << " " << numberOf(d.lock) << d.held << " base "
        << numberOf(d.base) << " count " << d.count;
    for (const auto& seen : d.occurrences) out << " @" << seen.segment << "/" << seen.sequence;
    out << "\n";
  }
  for (const auto& use : trace.uses)
    out << "use " << numberOf(use.thread) << " " << numberOf(use.lock) << "\n";
  for (const auto& wait : trace.waits)
    out << "wait " << numberOf(wait.thread) << " for " << wait.object << " @" << wait.sequence
        << wait.held << "\n";
  for (const auto& signal : trace.signals)
    out << "signal " << numberOf(signal.thread) << " of " << signal.object << " @"
        << signal.sequence << signal.held << "\n";
  for (const auto& notice : trace.notices)
    out << "notice " << numberOf(notice.thread) << " of " << notice.object << " @"
        << notice.sequence << "\n";
  for (const auto& test : recording.tests)
    out << "test " << test.name << " " << test.begin << "-" << test.end << "\n";
  out << recording.pid << " " << recording.stacks.size() << " stacks\n";
  for (const auto& note : recording.damage) out << note << "\n";
  return out.str();
}

std::vector<lockgraph::DependencyId> seenSince(const Recording& recording, std::size_t begin) {
  std::vector<lockgraph::DependencyId> seen;
  const auto& all = recording.trace.dependencies;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i].occurrences.back().sequence >= begin) seen.push_back(lockgraph::DependencyId{i});
  return seen;
}

// Adds records at random. `isSloppy`: what they refer to may come later or never, which is damage.
class Growth {
 public:
  explicit Growth(bool isSloppy) : slack_(isSloppy ? 1 : 0) {
    builder_.process("/bin/t", "/", {}).module(1, "/bin/t", 0x1000, 0x2000);
    builder_.thread(0).lock(1, 0x900).lock(2, 0x940).dependency(1, 0, 2, 1);
  }

  const RecordingBuilder& builder() const { return builder_; }

  void add() {
    using namespace recording;
    switch (below(10)) {
      case 0:
        builder_.thread(threads_, below(threads_));
        ++threads_;
        return;
      case 1:
        ++stacks_;
        builder_.stack(stacks_, {{0x1000ull + 8 * below(4), 0x7000}});
        return;
      case 2:
        ++locks_;
        builder_.lock(locks_, 0x900ull + 0x40 * locks_, below(stacks_ + 1));
        return;
      case 3:
        builder_.dependency(++dependencies_, thread(), lock(), lock());
        return;
      case 4:
        builder_.revisit(1 + below(dependencies_ + slack_), below(5));
        return;
      case 5:  // also of a thread that is not there yet
        builder_.meeting(meetingRecord(thread(), kWaitsThread, below(threads_ + 4)),
                         {{lock(), 0, below(9), 0}});
        return;
      case 6:
        builder_.meeting(meetingRecord(thread(), below(2) == 0 ? kWaitsCondition : kSignalCondition,
                                       0x100 + below(3)),
                         {{lock(), 0, below(9), 0}});
        return;
      case 7: {
        NoticeRecord notice{};
        notice.thread = thread();
        notice.kind = kSignalSemaphore;
        notice.object = below(3);
        notice.flags = below(3) == 0 ? kNoticeEarly : 0;
        builder_.notice(notice);
        return;
      }
      case 8:
        builder_.marker(kTestBegin, "Test").marker(kTestEnd, "Test");
        return;
      default:
        builder_.join(0, 1, 1 + below(threads_)).lockShared(lock(), 1).count(1, 3);
    }
  }

 private:
  static std::uint32_t below(std::uint32_t limit) {
    return *rc::gen::inRange<std::uint32_t>(0, limit);
  }

  std::uint32_t thread() const { return below(threads_ + slack_); }
  std::uint32_t lock() const { return 1 + below(locks_ + slack_); }

  RecordingBuilder builder_{7, 1};
  std::uint32_t slack_;
  std::uint32_t threads_ = 1, stacks_ = 0, locks_ = 2, dependencies_ = 1;
};

RC_GTEST_PROP(AGrowingRecording, IsReadAsIfAtOnce, ()) {
  const TemporaryFolder folder;
  const bool isSloppy = *rc::gen::arbitrary<bool>();
  Growth growth(isSloppy);
  GrowingRecording growing(folder.path("one.gdr"));
  std::size_t read = 0;  // so much by the last update that has not to be made anew
  const auto steps = *rc::gen::inRange(1, 12);
  for (int i = 0; i < steps; ++i) {
    const auto records = *rc::gen::inRange(0, 12);
    for (int j = 0; j < records; ++j) growth.add();
    const auto file = folder.write("one.gdr", growth.builder().bytes() + std::string(4096, '\0'));
    growing.update();
    const Recording whole = recording::read(file).at(0);
    RC_ASSERT(textOf(growing.recording()) == textOf(whole));
    RC_ASSERT(isSloppy || whole.damage.empty());
    RC_ASSERT(growing.seen() == seenSince(whole, read));
    if (whole.damage.empty())
      read = growth.builder().bytes().size();
    else
      read = 0;
  }
}

class GrowingFile : public ::testing::Test {
 protected:
  bool update() {
    (void)folder_.write("one.gdr", builder_.bytes() + tail_ + std::string(4096, '\0'));
    return growing_.update();
  }

  TemporaryFolder folder_;
  RecordingBuilder builder_;
  std::string tail_;
  GrowingRecording growing_{folder_.path("one.gdr")};
};

TEST_F(GrowingFile, TellsWhatCanChangeAVerdict) {
  EXPECT_FALSE(update());
  builder_.thread(0).lock(1, 1).lock(2, 2);
  EXPECT_FALSE(update());
  builder_.dependency(1, 0, 2, 1).note(1, "x");
  EXPECT_TRUE(update());
  EXPECT_FALSE(update());
  builder_.marker(1, "A.One").count(1, 5).marker(2, "A.One");
  EXPECT_FALSE(update());
  builder_.revisit(1, 1);
  EXPECT_TRUE(update());
  builder_.lockShared(1, 1);
  EXPECT_TRUE(update());
  builder_.meeting(meetingRecord(0, recording::kWaitsThread, 1), {{1, 0, 1, 0}});
  EXPECT_TRUE(update());
  EXPECT_FALSE(update());
}

TEST_F(GrowingFile, ForgetsNoDependencyThatMayBeSeenUntold) {
  builder_.thread(0).lock(1, 1).lock(2, 2).dependency(1, 0, 2, 1).dependency(2, 0, 1, 2);
  EXPECT_TRUE(update());
  builder_.stretch({1, recording::kStretchOpen, 7, 9, 1u << 7 | 1u << 9});
  update();
  builder_.marker(1, "A.One").marker(2, "A.One");
  update();
  EXPECT_EQ(growing_.seen(), std::vector<lockgraph::DependencyId>{lockgraph::DependencyId{0}});
}

// Another thread may be writing a record: what comes after it is there already.
TEST_F(GrowingFile, LosesNothingThatIsWrittenLate) {
  builder_.thread(0).lock(1, 1).lock(2, 2);
  EXPECT_FALSE(update());
  const std::string before = builder_.bytes();
  builder_.dependency(1, 0, 2, 1);
  const std::size_t size = builder_.bytes().size() - before.size();
  builder_.dependency(2, 0, 1, 2);
  std::string bytes = builder_.bytes();
  bytes.replace(before.size(), size, size, '\0');
  const auto file = folder_.write("one.gdr", bytes);
  EXPECT_TRUE(growing_.update());
  EXPECT_EQ(growing_.recording().trace.dependencies.size(), 1U);
  EXPECT_EQ(growing_.recording().damage.size(), 1U);
  EXPECT_TRUE(update());
  EXPECT_EQ(growing_.recording().trace.dependencies.size(), 2U);
  EXPECT_EQ(growing_.recording().damage.size(), 0U);
  EXPECT_FALSE(update());
}

TEST_F(GrowingFile, ThatCannotBeReadIsReadLater) {
  EXPECT_THROW(growing_.update(), recording::RecordingError);
  builder_.thread(0).lock(1, 1).lock(2, 2).dependency(1, 0, 2, 1);
  EXPECT_TRUE(update());
  tail_ = "garbage garbage garbage!";
  EXPECT_FALSE(update());
  EXPECT_TRUE(update()) << "it is read anew";
}

}  // namespace
}  // namespace gordian::testing
