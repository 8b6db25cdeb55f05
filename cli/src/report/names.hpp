// The words for one recording's addresses. An interface, so that tests can give known words.
#pragma once

#include <functional>
#include <memory>
#include <optional>
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
  // A variable that is no lock of the recording, with a fixed address or in a frame of `stack`.
  virtual std::optional<LockLabel> object(std::uint64_t /*address*/, lockgraph::StackId /*stack*/) {
    return std::nullopt;
  }
  virtual std::vector<std::string> notes() = 0;
};

using NamesFor = std::function<std::unique_ptr<Names>(const recording::Recording&)>;

// From the symbols and debug information of the files that a recording names, which stay open for
// the next one.
NamesFor namesFromSymbols();

}  // namespace gordian::cli
