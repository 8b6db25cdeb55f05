// What is known of threads where two ways meet, beside its definition, on random lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "link/state.hpp"

namespace gordian::analyzer {
namespace {

// One that runs on a way runs, perhaps if on any way one of its key was joined or runs perhaps; one
// that was joined stays so where none of its key runs.
std::set<Begun> naive(const std::vector<Begun>& a, const std::vector<Begun>& b) {
  std::vector<Begun> all = a;
  all.insert(all.end(), b.begin(), b.end());
  std::set<Begun> merged;
  for (Begun one : all) {
    bool runs = false;
    bool isDoubted = false;
    for (const Begun& other : all) {
      if (other.key != one.key) continue;
      runs |= !other.isJoined;
      isDoubted |= other.isJoined || other.isPerhaps;
    }
    if (one.isJoined && runs) continue;
    if (!one.isJoined) one.isPerhaps = isDoubted;
    merged.insert(one);
  }
  return merged;
}

TEST(MergeThreads, AsDefined) {
  std::mt19937 random(5);
  const auto list = [&] {
    std::set<Begun> threads;
    for (std::size_t i = random() % 7; i > 0; --i) {
      const bool isJoined = random() % 3 == 0;
      threads.insert({static_cast<ThreadKey>(random() % 3), static_cast<PathId>(random() % 2),
                      isJoined, !isJoined && random() % 3 == 0});
    }
    return std::vector<Begun>(threads.begin(), threads.end());
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::vector<Begun> a = list();
    const std::vector<Begun> b = list();
    const std::set<Begun> expected = naive(a, b);
    EXPECT_EQ(mergeThreads(a, b), std::vector<Begun>(expected.begin(), expected.end()));
  }
}

}  // namespace
}  // namespace gordian::analyzer
