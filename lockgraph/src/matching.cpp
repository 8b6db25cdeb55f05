#include "matching.hpp"

#include <algorithm>

namespace gordian::lockgraph {

bool Matching::push(const Shape& shape) {
  // Nearly always somebody is free.
  for (const Member& member : shape.members) {
    if (!roleOf(member.thread)) {
      roles_.push_back(&shape);
      threads_.push_back(member.thread);
      return true;
    }
  }
  roles_.push_back(&shape);
  std::vector<bool> tried(roles_.size(), false);
  if (augment(roles_.size() - 1, tried)) return true;
  roles_.pop_back();
  return false;
}

void Matching::pop() {
  roles_.pop_back();
  threads_.pop_back();
}

bool Matching::augment(std::size_t role, std::vector<bool>& tried) {
  tried[role] = true;
  for (const Member& member : roles_[role]->members) {
    const std::optional<std::size_t> owner = roleOf(member.thread);
    if (owner && (tried[*owner] || !augment(*owner, tried))) continue;
    if (role == threads_.size()) {
      threads_.push_back(member.thread);
    } else {
      threads_[role] = member.thread;
    }
    return true;
  }
  return false;
}

std::optional<std::size_t> Matching::roleOf(ThreadId thread) const {
  const auto place = std::find(threads_.begin(), threads_.end(), thread);
  if (place == threads_.end()) return std::nullopt;
  return static_cast<std::size_t>(place - threads_.begin());
}

}  // namespace gordian::lockgraph
