// The words for one recording's addresses. An interface, so that tests can give known words.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../symbols/symbols.hpp"

namespace gordian::cli {

class Names {
 public:
  virtual ~Names() = default;
  virtual std::vector<SourceFrame> frames(const recording::Stack& stack,
                                          lockgraph::Sequence when) = 0;
  virtual LockLabel lock(lockgraph::LockId lock) = 0;
  virtual ThreadLabel thread(lockgraph::ThreadId thread) = 0;
  virtual std::vector<std::string> notes() = 0;
};

using NamesFor = std::function<std::unique_ptr<Names>(const recording::Recording&)>;

// From the symbols and debug information of the files that the recording names.
std::unique_ptr<Names> namesFromSymbols(const recording::Recording& recording);

}  // namespace gordian::cli
