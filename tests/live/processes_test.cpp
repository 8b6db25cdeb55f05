// What /proc says, read from texts and from this very process.
#include "live/processes.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gordian/recording/board.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <semaphore>
#include <thread>

#include "live/board_memory.hpp"
#include "live/proc_files.hpp"

namespace gordian::cli::testing {
namespace {

constexpr std::uint64_t bit(int signal) {
  return std::uint64_t{1} << (signal - 1);
}

TEST(ProcFiles, StateFollowsTheNameWhateverThatIs) {
  EXPECT_EQ(stateIn("12 (bank) S 1 12"), 'S');
  EXPECT_EQ(stateIn("12 (a) R (b) Z 1 12"), 'Z');
  EXPECT_EQ(stateIn("12 (cut"), '\0');
  EXPECT_EQ(stateIn(""), '\0');
}

TEST(ProcFiles, WhoSleepsForSomethingElseWaitsForNoLock) {
  EXPECT_TRUE(isOtherCall("99999 0x0 0x0 0x7f 0x7f 0x0 0x1 0x7ffe 0x7f00\n"));
  EXPECT_FALSE(isOtherCall(std::to_string(SYS_futex) + " 0x55 0x189 0x0"));
  EXPECT_TRUE(isOtherCall(std::to_string(SYS_futex) + " 0x55 0x189 0x0", true));
  EXPECT_FALSE(isOtherCall(std::to_string(SYS_wait4) + " 0xffffffffffffffff 0x0", true));
  EXPECT_FALSE(isOtherCall("running\n"));
  EXPECT_FALSE(isOtherCall("-1 0x7ffe 0x7f00\n"));
  EXPECT_FALSE(isOtherCall(""));
}

TEST(ProcFiles, MaskIsHexadecimal) {
  EXPECT_EQ(maskIn("Name:\tx\nSigCgt:\t0000000180004a02\n", "SigCgt"), 0x180004a02U);
  EXPECT_EQ(maskIn("Name:\tx\n", "SigCgt"), std::nullopt);
}

TEST(ProcFiles, FaultsAndTheLibrarysSignalsPostNothing) {
  EXPECT_EQ(possiblePosters(bit(SIGSEGV) | bit(SIGPIPE) | bit(32) | bit(33), false), 0U);
  EXPECT_EQ(possiblePosters(bit(SIGUSR1) | bit(SIGABRT), false), bit(SIGUSR1));
  EXPECT_EQ(possiblePosters(bit(SIGINT), false), bit(SIGINT));
  EXPECT_EQ(possiblePosters(bit(SIGINT), true), 0U);
}

TEST(ProcFiles, LinesOfMaps) {
  const auto file = mappedFileIn("7f00-7f01 rw-s 00001000 fe:01 42       /dev/shm/a b");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->major, 0xfeU);
  EXPECT_EQ(file->minor, 1U);
  EXPECT_EQ(file->inode, 42U);
  EXPECT_TRUE(file->isShared);
  EXPECT_EQ(file->path, "/dev/shm/a b");
  EXPECT_FALSE(mappedFileIn("7f00-7f01 rw-p 00000000 00:00 0 "));
  EXPECT_FALSE(mappedFileIn("7f00-7f01 rw-p"));
  EXPECT_FALSE(mappedFileIn(""));
}

TEST(SystemProcesses, KnowThisOne) {
  std::string why;
  const auto board = BoardMemory::make(why);
  ASSERT_TRUE(board) << why;
  SystemProcesses processes(board->inode());
  const auto self = static_cast<std::uint32_t>(getpid());
  std::binary_semaphore go(0);
  std::thread other([&] { go.acquire(); });
  const ProcessFacts facts = processes.factsOf(self);
  EXPECT_TRUE(facts.isKnown);
  EXPECT_TRUE(facts.isWatched);  // it maps the board
  EXPECT_EQ(facts.tasks.size(), 2U);
  go.release();
  other.join();
  EXPECT_FALSE(SystemProcesses(0).factsOf(self).isWatched);
}

TEST(SystemProcesses, SeeThatOneIsGoneEvenAsAZombie) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  siginfo_t info{};
  waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
  SystemProcesses processes(1);
  EXPECT_TRUE(processes.factsOf(static_cast<std::uint32_t>(child)).tasks.empty());
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(processes.factsOf(static_cast<std::uint32_t>(child)).tasks.empty());
  EXPECT_TRUE(processes.factsOf(0).tasks.empty());
  EXPECT_TRUE(processes.factsOf(0xffffffffU).tasks.empty());
}

TEST(SystemProcesses, KnowWhoElseReachesSharedMemory) {
  const int file = memfd_create("gordian-test", MFD_CLOEXEC);
  ASSERT_EQ(ftruncate(file, 4096), 0);
  void* const memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ASSERT_NE(memory, MAP_FAILED);
  SystemProcesses processes(1);
  const auto self = static_cast<std::uint32_t>(getpid());
  const auto shared = processes.factsOf(self).shared;
  ASSERT_EQ(shared.size(), 1U);
  const auto [space, isClosed] = *shared.begin();
  EXPECT_TRUE(isClosed);
  EXPECT_FALSE(processes.isReachedElsewhere(space, {self}));
  const pid_t child = fork();  // has it mapped and open
  if (child == 0) {
    munmap(memory, 4096);
    pause();
  }
  EXPECT_TRUE(processes.isReachedElsewhere(space, {self}));
  EXPECT_FALSE(processes.isReachedElsewhere(space, {self, static_cast<std::uint32_t>(child)}));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  munmap(memory, 4096);
  close(file);
}

TEST(BoardMemory, IsSealedAndSparse) {
  std::string why;
  const auto board = BoardMemory::make(why);
  ASSERT_TRUE(board) << why;
  const int file = open(board->name().c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_GE(file, 0);
  EXPECT_NE(ftruncate(file, 0), 0);
  struct stat status {};
  ASSERT_EQ(fstat(file, &status), 0);
  EXPECT_EQ(static_cast<std::size_t>(status.st_size), BoardMemory::size());
  EXPECT_LE(status.st_blocks * 512, 1 << 16);
  close(file);
}

}  // namespace
}  // namespace gordian::cli::testing
