#include "block_order.hpp"

#include "graph/components.hpp"

namespace gordian::analyzer {
namespace {

constexpr std::uint32_t kNotReached = 0xffffffffU;
constexpr unsigned kMaxNesting = 32;  // of loops; deeper ones are left in the order of the source

using Blocks = std::vector<std::uint32_t>;

class Arrangement {
 public:
  explicit Arrangement(const std::vector<Block>& blocks) : blocks_(blocks) {}

  BlockOrder operator()() && {
    order_.rank.assign(blocks_.size(), kNotReached);
    arrange(reached(), 0);
    for (std::uint32_t i = 0; i < order_.blocks.size(); ++i) order_.rank[order_.blocks[i]] = i;
    return std::move(order_);
  }

 private:
  // In the order of their numbers, which is that of the source.
  Blocks reached() const {
    std::vector<bool> isReached(blocks_.size(), false);
    Blocks open{0};
    isReached[0] = true;
    while (!open.empty()) {
      const std::uint32_t block = open.back();
      open.pop_back();
      for (const std::uint32_t next : blocks_[block].successors) {
        if (!isReached[next]) open.push_back(next);
        isReached[next] = true;
      }
    }
    Blocks result;
    for (std::uint32_t i = 0; i < blocks_.size(); ++i)
      if (isReached[i]) result.push_back(i);
    return result;
  }

  // Of each loop its first block, then the rest of it without the ways back to that one.
  void arrange(const Blocks& members, unsigned nesting) {
    std::vector<Blocks> parts;
    findComponents(
        blocks_.size(), members,
        [&](std::uint32_t block) -> const Blocks& { return blocks_[block].successors; },
        [&](const Blocks& part) { parts.push_back(part); });
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      order_.blocks.push_back(part->front());
      const Blocks rest(part->begin() + 1, part->end());
      if (nesting == kMaxNesting)
        order_.blocks.insert(order_.blocks.end(), rest.begin(), rest.end());
      else if (!rest.empty())
        arrange(rest, nesting + 1);
      if (nesting > 0) continue;
      order_.parts.push_back({static_cast<std::uint32_t>(order_.blocks.size()),
                              isCycle(*part, blocks_[part->front()].successors)});
    }
  }

  const std::vector<Block>& blocks_;
  BlockOrder order_;
};

bool goesBack(const std::vector<Block>& blocks) {
  for (std::uint32_t i = 0; i < blocks.size(); ++i)
    for (const std::uint32_t next : blocks[i].successors)
      if (next <= i) return true;
  return false;
}

// Most functions: the order of the source will do.
BlockOrder withoutLoops(const std::vector<Block>& blocks) {
  BlockOrder order;
  order.rank.assign(blocks.size(), kNotReached);
  std::vector<bool> isReached(blocks.size(), false);
  isReached[0] = true;
  for (std::uint32_t i = 0; i < blocks.size(); ++i) {
    if (!isReached[i]) continue;
    for (const std::uint32_t next : blocks[i].successors) isReached[next] = true;
    order.rank[i] = static_cast<std::uint32_t>(order.blocks.size());
    order.blocks.push_back(i);
    order.parts.push_back({order.rank[i] + 1, false});
  }
  return order;
}

}  // namespace

BlockOrder orderOf(const std::vector<Block>& blocks) {
  return goesBack(blocks) ? Arrangement(blocks)() : withoutLoops(blocks);
}

}  // namespace gordian::analyzer
