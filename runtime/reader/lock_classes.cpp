#include "lock_classes.hpp"

#include <algorithm>

namespace gordian::recording {
namespace {

constexpr std::size_t kFramesOfASite = 8;

// Module and offset where a module is known: the same in every process; else the address.
std::string placeText(const Recording& recording, std::uint64_t address, lockgraph::Sequence when) {
  const Module* module = recording.moduleAt(address, when);
  if (module == nullptr) return "@" + std::to_string(address);
  const std::string& name = module->buildId.empty() ? module->path : module->buildId;
  return name + "+" + std::to_string(address - module->bias);
}

std::string pythonText(const Stack& stack) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kFramesOfASite, stack.python.size()); ++i) {
    const PythonFrame& frame = stack.python[i];
    text += "|" + frame.file + ":" + std::to_string(frame.line) + ":" + frame.function;
  }
  return text;
}

std::string nativeText(const Recording& recording, const Stack& stack, lockgraph::Sequence when) {
  std::string text;
  for (std::size_t i = 0; i < std::min(kFramesOfASite, stack.frames.size()); ++i) {
    text += "|" + placeText(recording, stack.frames[i].pc - 1, when);
  }
  return text;
}

// Empty: nothing is known.
std::string classText(const Recording& recording, std::size_t lock, lockgraph::Sequence when) {
  const LockInfo& info = recording.lockInfo[lock];
  if (info.storage == Storage::Static && recording.moduleAt(info.address, when) != nullptr) {
    return "static " + placeText(recording, info.address, when);
  }
  const bool hasCreation = info.created != lockgraph::StackId{};
  const Stack& site =
      recording.stacks[static_cast<std::size_t>(hasCreation ? info.created : info.first)];
  if (info.python && !site.python.empty()) return "python " + pythonText(site);
  if (site.frames.empty()) return {};
  const auto kind = static_cast<unsigned int>(recording.trace.locks[lock].kind);
  return (hasCreation ? "created " : "first ") + std::to_string(kind) +
         nativeText(recording, site, when);
}

}  // namespace

void LockClasses::assign(Recording& recording, const std::vector<lockgraph::Sequence>& seen) {
  for (; assigned_ < recording.lockInfo.size(); ++assigned_) {
    const std::string text = classText(recording, assigned_, seen[assigned_]);
    auto& number = recording.trace.locks[assigned_].lockClass;
    if (text.empty()) {
      number = next_++;
      continue;
    }
    const auto [entry, isNew] = numbers_.try_emplace(text, next_);
    if (isNew) ++next_;
    number = entry->second;
  }
}

}  // namespace gordian::recording
