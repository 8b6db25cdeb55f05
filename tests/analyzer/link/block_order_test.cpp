// The order in which blocks are walked, beside what is true of it by definition, on random graphs.
#include "link/block_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace gordian::analyzer {
namespace {

using Numbers = std::vector<std::uint32_t>;
using Reach = std::vector<std::vector<bool>>;  // [from][to], by one step or more

std::vector<Block> blocksOf(const std::vector<Numbers>& successors) {
  std::vector<Block> blocks(successors.size());
  for (std::size_t i = 0; i < successors.size(); ++i) blocks[i].successors = successors[i];
  return blocks;
}

// Warshall, within the blocks that `isIn` has.
Reach reachWithin(const std::vector<Block>& blocks, const std::vector<bool>& isIn) {
  const std::size_t count = blocks.size();
  Reach reach(count, std::vector<bool>(count, false));
  for (std::size_t from = 0; from < count; ++from)
    for (const std::uint32_t to : blocks[from].successors) reach[from][to] = isIn[from] && isIn[to];
  for (std::size_t over = 0; over < count; ++over)
    for (std::size_t from = 0; from < count; ++from)
      for (std::size_t to = 0; to < count && reach[from][over]; ++to)
        if (reach[over][to]) reach[from][to] = true;
  return reach;
}

// `order` names components one after the other, none leads back to one before it, and each begins
// with a block without which the same is true of the rest of it.
void expectArranged(const std::vector<Block>& blocks, const Numbers& order) {
  std::vector<bool> isIn(blocks.size(), false);
  for (const std::uint32_t block : order) isIn[block] = true;
  const Reach reach = reachWithin(blocks, isIn);
  for (std::size_t i = 0; i < order.size();) {
    const std::uint32_t head = order[i];
    std::size_t end = i + 1;
    while (end < order.size() && reach[order[end]][head] && reach[head][order[end]]) ++end;
    for (std::size_t later = end; later < order.size(); ++later)
      ASSERT_FALSE(reach[order[later]][head]) << order[later] << " leads back to " << head;
    expectArranged(blocks, Numbers(order.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   order.begin() + static_cast<std::ptrdiff_t>(end)));
    i = end;
  }
}

void expectParts(const std::vector<Block>& blocks, const BlockOrder& order) {
  const Reach reach = reachWithin(blocks, std::vector<bool>(blocks.size(), true));
  std::uint32_t first = 0;
  for (const BlockOrder::Part& part : order.parts) {
    const std::uint32_t head = order.blocks[first];
    EXPECT_EQ(part.isLoop, reach[head][head]);
    for (std::uint32_t i = first; i < part.end; ++i)
      EXPECT_EQ(part.isLoop, reach[head][order.blocks[i]] && reach[order.blocks[i]][head]);
    first = part.end;
  }
  EXPECT_EQ(first, order.blocks.size());
}

TEST(BlockOrder, OfALoopComesBeforeWhatFollowsIt) {
  // 0 → 1 (head) → 2 (leaves, or goes on) → 3 → 1; 2 → 4, 4 → 5.
  const BlockOrder order = orderOf(blocksOf({{1}, {2}, {4, 3}, {1}, {5}, {}}));
  EXPECT_EQ(order.blocks, (Numbers{0, 1, 2, 3, 4, 5}));
  ASSERT_EQ(order.parts.size(), 4U);
  EXPECT_EQ(order.parts[1].end, 4U);
  EXPECT_TRUE(order.parts[1].isLoop);
  EXPECT_FALSE(order.parts[2].isLoop);
}

TEST(BlockOrder, OfNestedLoops) {
  const BlockOrder order = orderOf(blocksOf({{1}, {2, 5}, {3, 4}, {2}, {1}, {}}));
  EXPECT_EQ(order.blocks, (Numbers{0, 1, 2, 3, 4, 5}));
}

TEST(BlockOrder, LeavesOutWhatIsNotReached) {
  const BlockOrder order = orderOf(blocksOf({{2}, {2}, {2}}));
  EXPECT_EQ(order.blocks, (Numbers{0, 2}));
  EXPECT_TRUE(order.parts[1].isLoop);
}

TEST(BlockOrder, OfRandomGraphs) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const bool hasLoops = round % 4 != 0;
    const std::size_t count = 1 + random() % 12;
    std::vector<Numbers> successors(count);
    for (std::size_t block = 0; block < count; ++block) {
      const std::size_t first = hasLoops ? 0 : block + 1;
      for (std::size_t i = random() % 3; i > 0 && first < count; --i)
        successors[block].push_back(static_cast<std::uint32_t>(first + random() % (count - first)));
    }
    const std::vector<Block> blocks = blocksOf(successors);
    const BlockOrder order = orderOf(blocks);
    const Reach reach = reachWithin(blocks, std::vector<bool>(count, true));
    std::set<std::uint32_t> reached{0};
    for (std::uint32_t i = 0; i < count; ++i)
      if (reach[0][i]) reached.insert(i);
    EXPECT_EQ(std::set(order.blocks.begin(), order.blocks.end()), reached);
    EXPECT_EQ(order.blocks.size(), reached.size());
    for (std::size_t i = 0; i < order.blocks.size(); ++i) EXPECT_EQ(order.rank[order.blocks[i]], i);
    expectArranged(blocks, order.blocks);
    expectParts(blocks, order);
  }
}

}  // namespace
}  // namespace gordian::analyzer
