#include "thread_core.hpp"

#include <algorithm>

#include "ids.hpp"

namespace gordian::lockgraph {
namespace {

using Neighbours = std::vector<std::vector<ThreadId>>;

Neighbours neighboursIn(const Trace& trace) {
  Neighbours result(trace.threads.size());
  const auto connect = [&](ThreadId a, ThreadId b) {
    if (a == b) return;
    result[index(a)].push_back(b);
    result[index(b)].push_back(a);
  };
  for (std::size_t i = 0; i < trace.threads.size(); ++i)
    if (const auto parent = trace.threads[i].parent) connect(static_cast<ThreadId>(i), *parent);
  for (const Join& join : trace.joins) connect(join.joiner, join.joined);
  for (const Pass& pass : trace.passes) connect(pass.thread, trace.onces[pass.once].runner);
  for (auto& list : result) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }
  return result;
}

}  // namespace

ThreadCore::ThreadCore(const Trace& trace) : towards_(trace.threads.size()) {
  const Neighbours neighbours = neighboursIn(trace);
  std::vector<std::size_t> degree;
  for (const auto& list : neighbours) degree.push_back(list.size());
  std::vector<bool> isGone(degree.size());
  std::vector<ThreadId> open;
  const auto leave = [&](ThreadId thread) {
    isGone[index(thread)] = true;
    open.push_back(thread);
  };
  for (std::size_t i = 0; i < degree.size(); ++i)
    if (degree[i] <= 1) leave(static_cast<ThreadId>(i));
  while (!open.empty()) {
    const ThreadId thread = open.back();
    open.pop_back();
    for (const ThreadId other : neighbours[index(thread)]) {
      if (towards_[index(other)] == thread) continue;
      towards_[index(thread)] = other;  // at most one is left
      if (!isGone[index(other)] && --degree[index(other)] == 1) leave(other);
    }
  }
  for (std::size_t i = 0; i < isGone.size(); ++i)
    if (!isGone[i]) core_.push_back(static_cast<ThreadId>(i));
}

std::optional<ThreadId> ThreadCore::towardsCore(ThreadId thread) const {
  return towards_[index(thread)];
}

}  // namespace gordian::lockgraph
