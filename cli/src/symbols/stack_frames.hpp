// Recorded stacks as source frames.
#pragma once

#include "symbols/modules.hpp"
#include "symbols/symbols.hpp"

#include <optional>
#include <vector>

namespace gordian::cli::symbols {

class StackFrames {
 public:
  StackFrames(const recording::Recording& recording, Modules& modules)
      : recording_(recording), modules_(modules) {}

  // Without a time: whatever module was there last.
  std::vector<SourceFrame> of(const recording::Stack& stack,
                              std::optional<lockgraph::Sequence> when);
  // Of one code address that is not a return address: a function's beginning.
  SourceFrame entry(std::uint64_t address);

  // "Account::m" for the expression "from.m" at a frame that was asked for; often empty.
  std::string memberNamedBy(const std::string& expression, const SourceFrame& frame);

 private:
  std::vector<SourceFrame> at(std::uint64_t address, std::optional<lockgraph::Sequence> when);

  const recording::Recording& recording_;
  Modules& modules_;
};

}  // namespace gordian::cli::symbols
