#include "symbols/stack_frames.hpp"

#include "symbols/member_type.hpp"
#include "symbols/origin.hpp"
#include "symbols/python_frames.hpp"

namespace gordian::cli::symbols {
namespace {

// Our own library: between the program's threads and the C library's, but no part of the program.
bool isRuntime(const recording::Module* module) {
  return module != nullptr && baseName(module->path) == "libgordian_runtime.so";
}

}  // namespace

std::vector<SourceFrame> StackFrames::of(const recording::Stack& stack,
                                         std::optional<lockgraph::Sequence> when) {
  std::vector<SourceFrame> native;
  for (const recording::Frame& frame : stack.frames) {
    if (isRuntime(modules_.find(frame.pc - 1, when))) continue;
    auto expanded = at(frame.pc - 1, when);
    std::move(expanded.begin(), expanded.end(), std::back_inserter(native));
  }
  if (!stack.python.empty()) native = withPython(std::move(native), stack.python, recording_);
  return native;
}

SourceFrame StackFrames::entry(std::uint64_t address) {
  auto frames = at(address, std::nullopt);
  return frames.empty() ? SourceFrame{} : frames.back();
}

std::string StackFrames::memberNamedBy(const std::string& expression, const SourceFrame& frame) {
  ModuleFile* file = modules_.file(frame.module);
  if (file == nullptr || file->units() == nullptr || expression.empty()) return {};
  const auto& chain = file->framesAt(frame.offset);
  std::size_t level = 0;
  while (level < chain.size() &&
         (chain[level].line != frame.line || chain[level].function != frame.function)) {
    ++level;
  }
  if (level == chain.size()) return {};
  return symbols::memberNamedBy(expression, *file->units(), frame.offset, level);
}

std::vector<SourceFrame> StackFrames::at(std::uint64_t address,
                                         std::optional<lockgraph::Sequence> when) {
  const recording::Module* module = modules_.find(address, when);
  if (module != nullptr) return modules_.file(*module).framesAt(address - module->bias);
  std::vector<SourceFrame> unknown(1);
  unknown[0].offset = address;  // code made at run time: no file to count from
  return unknown;
}

}  // namespace gordian::cli::symbols
