// What one line of each task tells of real processes, and how often that is looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <thread>

#include "outside/glance.hpp"
#include "outside/look_outside.hpp"
#include "outside/tree.hpp"

namespace gordian::cli::outside {
namespace {

using std::chrono::milliseconds;
using testing::UnorderedElementsAreArray;

// A child that does `work` until it is killed. Nothing may have to be freed in it.
class Child {
 public:
  explicit Child(const std::function<void()>& work) : pid_(fork()) {
    if (pid_ != 0) return;
    work();
    _exit(0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] std::uint32_t pid() const { return static_cast<std::uint32_t>(pid_); }

 private:
  pid_t pid_;
};

struct Pipe {
  Pipe() { EXPECT_EQ(pipe(ends.data()), 0); }
  ~Pipe() {
    for (const int end : ends) close(end);
  }
  void waitForText() const {
    char text = 0;
    while (read(ends[0], &text, 1) != 1) {
    }
  }
  std::array<int, 2> ends{};
};

// Until the children are where they shall be; false: not within ten seconds.
bool becomes(const std::function<bool()>& isSo) {
  for (int i = 0; i < 1000; ++i) {
    if (isSo()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

TEST(Glance, AProcessThatOnlyWaitsForAPipeIsSuspicious) {
  const Pipe pipe;
  const Child reader([&] { pipe.waitForText(); });
  EXPECT_TRUE(becomes([&] { return glanceAt({reader.pid()}).isSuspicious(); }));
}

TEST(Glance, BesideATaskThatGoesOnAPipeIsNot) {
  const Pipe pipe;
  const Child reader([&] {
    std::thread([] {
      for (;;) pause();
    }).detach();
    pipe.waitForText();
  });
  EXPECT_TRUE(becomes([&] {
    const Glance glance = glanceAt({reader.pid()});
    return glance.hasWait && glance.tasks == 2 && !glance.hasQuiet;
  }));
  const Child parked([&] { pipe.waitForText(); });
  EXPECT_TRUE(becomes([&] { return glanceAt({parked.pid()}).isSuspicious(); }));
  // The reader goes on, and has the end that is written to.
  EXPECT_FALSE(glanceAt({reader.pid(), parked.pid()}).isSuspicious());
}

TEST(Glance, AFirstThreadThatEndedGoesOnNoMore) {
  const Pipe pipe;
  const Child reader([&] {
    std::thread([&] { pipe.waitForText(); }).detach();
    syscall(SYS_exit, 0);
  });
  EXPECT_TRUE(becomes([&] {
    const Glance glance = glanceAt({reader.pid()});
    return glance.tasks == 2 && glance.isSuspicious();
  }));
}

TEST(Glance, AProcessThatEndedIsNot) {
  const Child ended([] {});
  siginfo_t info{};
  ASSERT_EQ(waitid(P_PID, ended.pid(), &info, WEXITED | WNOWAIT), 0);
  EXPECT_FALSE(glanceAt({ended.pid()}).hasQuiet);
}

TEST(Glance, WhoOnlyWaitsForAChildHasNoPipe) {
  const Child parent([] {
    const pid_t child = fork();
    if (child == 0)
      for (;;) pause();
    waitpid(child, nullptr, 0);
  });
  EXPECT_TRUE(becomes([&] {
    const Glance glance = glanceAt({parent.pid()});
    return glance.hasQuiet && !glance.hasWait;
  }));
  for (const std::uint32_t pid : treeOf(parent.pid()))
    if (pid != parent.pid()) kill(static_cast<pid_t>(pid), SIGKILL);
}

TEST(Tree, IsTheSameByParentsAsByChildren) {
  const Child one([] { pause(); });
  const Child other([] { pause(); });
  constexpr std::size_t kMoreThanProcesses = 10'000'000;
  const auto root = static_cast<std::uint32_t>(getpid());
  const auto tree = treeOf(root);
  EXPECT_EQ(tree.size(), 3u);
  EXPECT_THAT(treeOf(root, kMoreThanProcesses), UnorderedElementsAreArray(tree));
}

TEST(OutsideWatch, TakesAFiftiethAndIsNotLateForIt) {
  EXPECT_EQ(pauseAfter(milliseconds(0)), milliseconds(500));
  EXPECT_EQ(pauseAfter(milliseconds(12)), milliseconds(600));
  EXPECT_EQ(pauseAfter(milliseconds(20)), milliseconds(1000));
  EXPECT_EQ(pauseAfter(milliseconds(40)), milliseconds(1000));  // a twenty-fifth
  EXPECT_EQ(pauseAfter(milliseconds(80)), milliseconds(2000));
}

}  // namespace
}  // namespace gordian::cli::outside
