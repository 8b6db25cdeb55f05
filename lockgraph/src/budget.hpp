// A number of steps that a search may take. One step is one candidate or one comparison looked at.
#pragma once

#include <cstddef>

namespace gordian::lockgraph {

class Budget {
 public:
  explicit Budget(std::size_t steps) : left_(steps) {}

  // False when nothing is left, from then on for ever.
  bool take(std::size_t steps = 1) {
    if (left_ < steps) {
      left_ = 0;
      return false;
    }
    left_ -= steps;
    return true;
  }
  bool isSpent() const { return left_ == 0; }

 private:
  std::size_t left_;
};

}  // namespace gordian::lockgraph
