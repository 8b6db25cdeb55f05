// Which threads reach each node of the contexts, said thread by thread, in ascending order:
// thousands of nodes are reached by the same ones, and those have one list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "contexts.hpp"

namespace gordian::analyzer {

class ThreadLists {
 public:
  explicit ThreadLists(std::size_t nodes) : lists_(nodes, 0), lastThread_(nodes, kNoThread) {}

  // From here on add() means this thread.
  void begin(ThreadIndex thread) {
    thread_ = thread;
    longer_.assign(items_.size(), 0);
  }

  // False: it is known already.
  bool add(NodeId node) {
    ThreadIndex& last = lastThread_[index(node)];
    if (last == thread_) return false;
    last = thread_;
    std::uint32_t& list = lists_[index(node)];
    std::uint32_t& longer = longer_[list];
    if (longer == 0) {
      longer = static_cast<std::uint32_t>(items_.size());
      items_.push_back({list, thread_});
    }
    list = longer;
    return true;
  }

  // A number of all().
  std::uint32_t of(NodeId node) const { return lists_[index(node)]; }

  // By number; those that no node has at the end are empty.
  std::vector<std::vector<ThreadIndex>> all() const {
    std::vector<std::vector<ThreadIndex>> lists(items_.size());
    for (const std::uint32_t number : lists_) {
      std::vector<ThreadIndex>& list = lists[number];
      if (!list.empty()) continue;
      for (std::uint32_t at = number; at != 0; at = items_[at].shorter)
        list.push_back(items_[at].last);
      std::reverse(list.begin(), list.end());
    }
    return lists;
  }

 private:
  // A list is a shorter one and one thread more; 0 is the empty one.
  struct Item {
    std::uint32_t shorter = 0;
    ThreadIndex last = kNoThread;
  };
  std::vector<Item> items_{1};
  std::vector<std::uint32_t> lists_;     // by node
  std::vector<ThreadIndex> lastThread_;  // by node: that was added to it
  std::vector<std::uint32_t> longer_;    // by list: it with `thread_`; 0: nobody has that
  ThreadIndex thread_ = kNoThread;
};

}  // namespace gordian::analyzer
