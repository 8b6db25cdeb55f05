#include "arena.hpp"

namespace gordian::board {

void* Arena::takeBytes(std::size_t bytes) {
  constexpr std::size_t kAlignment = 8;
  if (memory_ == nullptr || bytes > left()) return nullptr;
  void* taken = memory_ + used_;
  const std::size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  used_ += rounded < left() ? rounded : left();
  return taken;
}

}  // namespace gordian::board
