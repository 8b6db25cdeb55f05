// Work in a process of its own: what goes wrong there is lost alone.
#pragma once

#include <functional>
#include <string>

namespace gordian::analyzer::facts {

struct Outcome {
  int status = 0;      // what the work returned
  std::string reason;  // not empty: it did not return; why
};

// The child has its own memory and working directory and the parent's output.
Outcome runIsolated(const std::function<int()>& work);

// Sources nest deeply; Clang's parser recurses. Before the first unit.
void raiseStackLimit();

}  // namespace gordian::analyzer::facts
