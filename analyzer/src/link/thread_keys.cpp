#include "summary.hpp"

namespace gordian::analyzer {

ThreadKey ThreadKeys::make(FunctionId function, std::uint32_t op, ThreadKey inner) {
  if (nodes_[index(inner)].depth >= kMaxDepth) return inner;
  const auto [place, isNew] =
      known_.emplace(std::tuple{function, op, inner}, static_cast<ThreadKey>(nodes_.size()));
  if (isNew) nodes_.push_back({function, op, inner, nodes_[index(inner)].depth + 1});
  return place->second;
}

}  // namespace gordian::analyzer
