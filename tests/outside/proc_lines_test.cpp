#include "outside/proc_lines.hpp"

#include <gmock/gmock.h>
#include <sys/syscall.h>

#include "outside/calls.hpp"

namespace gordian::cli::outside {
namespace {

TEST(ProcLines, systemCall) {
  const auto call = systemCallIn("202 0x55 0x80 0x2 0x0 0x0 0x0 0x7ffd0010 0x7f1d2f701503\n");
  ASSERT_TRUE(call);
  EXPECT_EQ(call->number, 202);
  EXPECT_EQ(call->arguments[0], 0x55U);
  EXPECT_EQ(call->sp, 0x7ffd0010U);
  EXPECT_EQ(call->pc, 0x7f1d2f701503U);
}

TEST(ProcLines, whoRunsOrSleepsElsewhereIsInNoCall) {
  for (const char* text :
       {"running\n", "-1 0x7ffd0010 0x7f1d2f701503\n", "", "202 0x55",
        "x 0x0 0x0 0x0 0x0 0x0 0x0 0x0 0x0", "1 0xz 0x0 0x0 0x0 0x0 0x0 0x0 0x0"})
    EXPECT_FALSE(systemCallIn(text)) << text;
}

TEST(ProcLines, statOfAHostileName) {
  const auto stat = statIn("812 (a) S 1 (b) R 4 5 6 0 -1 4194304 1 2 3 4 5 6 7 8 9 20 0 1 0 999");
  // The last parenthesis ends the name: what follows then has to make sense.
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->name, "a) S 1 (b");
  EXPECT_EQ(stat->state, 'R');
  EXPECT_EQ(stat->parent, 4U);
  EXPECT_FALSE(statIn("812 (a"));
  EXPECT_FALSE(statIn(")("));
  EXPECT_FALSE(statIn("812 (a) S 1"));
}

TEST(ProcLines, pipes) {
  EXPECT_EQ(pipeIn("pipe:[146091]"), 146091U);
  for (const char* text : {"pipe:[]", "pipe:[1", "socket:[1]", "pipe:[1x]", "/tmp/pipe:[1]", ""})
    EXPECT_FALSE(pipeIn(text)) << text;
}

TEST(ProcLines, fileLocks) {
  const auto held = fileLockIn("1: FLOCK  ADVISORY  WRITE 812 fe:0a:1234 0 EOF");
  ASSERT_TRUE(held);
  EXPECT_EQ(held->type, LockType::Flock);
  EXPECT_FALSE(held->isWaiting);
  EXPECT_TRUE(held->isWrite);
  EXPECT_EQ(held->pid, 812);
  EXPECT_EQ(held->major, 0xfeU);
  EXPECT_EQ(held->minor, 0x0aU);
  EXPECT_EQ(held->inode, 1234U);
  EXPECT_EQ(held->end, UINT64_MAX);
  const auto waits = fileLockIn("1: -> POSIX  ADVISORY  READ 813 00:2a:9 10 19");
  ASSERT_TRUE(waits);
  EXPECT_TRUE(waits->isWaiting);
  EXPECT_FALSE(waits->isWrite);
  EXPECT_EQ(waits->begin, 10U);
  EXPECT_EQ(waits->end, 19U);
  EXPECT_TRUE(fileLockIn("lock:\t1: OFDLCK ADVISORY  WRITE -1 00:2a:9 0 EOF"));
  for (const char* text : {"", "1:", "1: FLOCK ADVISORY WRITE 8 fe:0a 0 EOF", "x: FLOCK",
                           "1: FLOCK ADVISORY WRITE 8 fe:0a:1 0 LATER"})
    EXPECT_FALSE(fileLockIn(text)) << text;
}

TEST(ProcLines, whatACallWaitsFor) {
  SystemCall call;
  call.number = SYS_wait4;
  call.arguments[0] = 0xffffffff;  // -1
  EXPECT_EQ(kindOf(call).what, Sleep::Child);
  EXPECT_FALSE(kindOf(call).child);
  call.arguments[0] = 813;
  EXPECT_EQ(kindOf(call).child, 813U);
  call = {};
  call.number = SYS_futex;
  call.arguments = {0x1000, 0x80, 2, 0, 0, 0};
  EXPECT_EQ(kindOf(call).what, Sleep::Futex);
  EXPECT_TRUE(kindOf(call).isPrivate);
  EXPECT_FALSE(kindOf(call).isTimed);
  call.arguments[1] = 1;  // a wake never sleeps
  EXPECT_EQ(kindOf(call).what, Sleep::Other);
  call.number = SYS_fcntl;
  call.arguments = {3, 0, 0, 0, 0, 0};
  EXPECT_EQ(kindOf(call).what, Sleep::Other);
}

}  // namespace
}  // namespace gordian::cli::outside
