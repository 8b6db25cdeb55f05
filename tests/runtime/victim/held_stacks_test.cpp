// Where a held lock was taken is told exactly, whoever called whom: random walks through functions
// that call each other, against the return addresses that these see themselves. Equal innermost
// calls at equal stack depths with other callers occur again and again.
#include "own_recording.hpp"

#include <pthread.h>
#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <vector>

namespace {

using namespace gordian;

constexpr std::size_t kExactFrames = 8;  // of the runtime's: what lies further out is found later
constexpr int kWalks = 3000;

struct Walk {
  std::mt19937 random{1};  // NOLINT(bugprone-random-generator-seed): every run tests the same
  std::vector<std::uint64_t> callers;  // outermost first
  pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
  std::deque<pthread_mutex_t> inner;  // each is taken once: every time is a new dependency
  std::map<std::uint64_t, std::vector<std::uint64_t>> expected;  // by inner lock, innermost first

  bool chance(unsigned of) { return random() % of == 0; }
};

class Called {
 public:
  Called(Walk& walk, const void* by) : walk_(walk) {
    walk_.callers.push_back(reinterpret_cast<std::uint64_t>(by));
  }
  ~Called() { walk_.callers.pop_back(); }
  Called(const Called&) = delete;
  Called& operator=(const Called&) = delete;

 private:
  Walk& walk_;
};
#define CALLED(walk) const Called called(walk, __builtin_return_address(0))

[[gnu::noinline]] void takeOuter(Walk& walk, std::vector<std::uint64_t>& callers) {
  CALLED(walk);
  pthread_mutex_lock(&walk.outer);
  callers.assign(walk.callers.rbegin(), walk.callers.rend());
}

[[gnu::noinline]] void takeInner(Walk& walk, const std::vector<std::uint64_t>& callers) {
  auto& lock = walk.inner.emplace_back(pthread_mutex_t PTHREAD_MUTEX_INITIALIZER);
  walk.expected[reinterpret_cast<std::uint64_t>(&lock)] = callers;
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
}

// Which: functions that differ by nothing but their address. Returns while the outer lock is held,
// so that nothing of its stack is left when the inner one is taken; sometimes takes one at once.
template <int Which>
[[gnu::noinline]] void wander(Walk& walk, int left, std::vector<std::uint64_t>& callers) {
  CALLED(walk);
  [[maybe_unused]] volatile int which = Which;  // keeps equal functions apart
  if (left == 0) {
    takeOuter(walk, callers);
    if (walk.chance(4)) takeInner(walk, callers);
  } else if (walk.chance(3)) {
    wander<0>(walk, left - 1, callers);
  } else if (walk.chance(2)) {
    wander<1>(walk, left - 1, callers);
  } else {
    wander<2>(walk, left - 1, callers);
  }
  which = left;
}

TEST(HeldStacks, AreThoseThatTheFunctionsSeeThemselves) {
  Walk walk;
  for (int i = 0; i < kWalks; ++i) {
    std::vector<std::uint64_t> callers;
    const int depth = walk.chance(8) ? static_cast<int>(walk.random() % 12) : 2;
    if (walk.chance(2))
      wander<0>(walk, depth, callers);
    else
      wander<1>(walk, depth, callers);
    takeInner(walk, callers);
    pthread_mutex_unlock(&walk.outer);
  }
  const auto recording = ownRecording();
  std::size_t compared = 0;
  for (const auto& dependency : recording.trace.dependencies) {
    const auto lock = static_cast<std::size_t>(dependency.lock);
    const auto expected = walk.expected.find(recording.lockInfo[lock].address);
    if (expected == walk.expected.end()) continue;
    ASSERT_EQ(dependency.held.size(), 1u);
    const auto& callers = expected->second;
    const auto& stack = recording.stacks[static_cast<std::size_t>(dependency.held[0].stack)];
    ASSERT_EQ(stack.frames.size(), kExactFrames);
    const std::size_t known = std::min(callers.size(), kExactFrames - 1);
    for (std::size_t i = 0; i < known; ++i) ASSERT_EQ(stack.frames[i + 1].pc, callers[i]) << i;
    ++compared;
  }
  EXPECT_EQ(compared, walk.expected.size());
  EXPECT_GT(compared, std::size_t{kWalks});
}

}  // namespace
