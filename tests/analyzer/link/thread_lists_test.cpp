// Lists of threads by node, against sets.
#include "link/thread_lists.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace gordian::analyzer {
namespace {

TEST(ThreadLists, SayWhatWasAddedAndShareEqualLists) {
  constexpr std::size_t kNodes = 40;
  constexpr std::uint32_t kThreads = 12;
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    ThreadLists lists(kNodes);
    std::vector<std::set<ThreadIndex>> naive(kNodes);
    for (std::uint32_t i = 0; i < kThreads; ++i) {
      const auto thread = static_cast<ThreadIndex>(i);
      lists.begin(thread);
      const std::size_t adds = random() % (2 * kNodes);
      for (std::size_t k = 0; k < adds; ++k) {
        const std::size_t node = random() % (1 + random() % kNodes);
        EXPECT_EQ(lists.add(static_cast<NodeId>(node)), naive[node].insert(thread).second);
      }
    }
    const auto all = lists.all();
    std::map<std::set<ThreadIndex>, std::uint32_t> numbers;
    for (std::size_t node = 0; node < kNodes; ++node) {
      const std::uint32_t number = lists.of(static_cast<NodeId>(node));
      EXPECT_EQ(all[number], std::vector(naive[node].begin(), naive[node].end()));
      EXPECT_EQ(numbers.try_emplace(naive[node], number).first->second, number);
    }
  }
}

}  // namespace
}  // namespace gordian::analyzer
