// Which functions a virtual call can mean: the overriders in classes of which objects are made.
#pragma once

#include <vector>

#include "program.hpp"

namespace gordian::analyzer {

class VirtualCalls {
 public:
  explicit VirtualCalls(const Program& program);

  // With a body, sorted. `function`: the declaration that the call names.
  const std::vector<FunctionId>& implementations(FunctionId function) const;
  // Of a member function: an object of its class, or of a class derived from it, is made.
  bool hasObjects(FunctionId function) const;

 private:
  std::vector<FunctionId> collect(FunctionId function) const;

  const Program& program_;
  std::vector<bool> isInhabited_;  // by record: objects of it or of what is derived from it
  std::vector<std::vector<FunctionId>> implementations_;  // by function; empty: not overridden
};

}  // namespace gordian::analyzer
