#include "symbols/symbols.hpp"

#include "symbols/function_names.hpp"
#include "symbols/lock_names.hpp"
#include "symbols/modules.hpp"
#include "symbols/origin.hpp"
#include "symbols/stack_frames.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

namespace gordian::cli {

struct Symbols::Impl {
  Impl(const recording::Recording& from, std::shared_ptr<symbols::ModuleFiles> files)
      : recording(from), modules(from, std::move(files)), frames(from, modules) {}

  ThreadLabel nameThread(std::size_t index);
  symbols::LockNames& namesOfLocks();
  [[nodiscard]] bool isInherited(std::size_t thread) const;

  const recording::Recording& recording;
  symbols::Modules modules;
  symbols::StackFrames frames;
  std::unique_ptr<symbols::LockNames> lockNames;  // reads the whole trace: made when first needed
  std::unordered_map<std::uint32_t, LockLabel> locks;
  std::unordered_map<std::uint32_t, ThreadLabel> threads;
};

// A thread begins with the name of its creator, the first one with that of the program's file (of
// the script, where the kernel found an interpreter by the first line).
bool Symbols::Impl::isInherited(std::size_t thread) const {
  constexpr std::size_t kCommLength = 15;  // the kernel cuts names there
  constexpr std::size_t kArguments = 3;
  const std::string& name = recording.threadInfo[thread].name;
  if (thread != 0 && name == recording.threadInfo[0].name) return true;
  const auto isNameOf = [&](const std::string& file) {
    return symbols::baseName(file).substr(0, kCommLength) == name;
  };
  const auto& arguments = recording.arguments;
  return isNameOf(recording.executable) ||
         std::any_of(
             arguments.begin(),
             arguments.begin() + std::min<std::ptrdiff_t>(std::ssize(arguments), kArguments),
             isNameOf);
}

ThreadLabel Symbols::Impl::nameThread(std::size_t index) {
  ThreadLabel label;
  const auto& all = recording.threadInfo;
  const recording::ThreadInfo info = index < all.size() ? all[index] : recording::ThreadInfo{};
  const std::string id = "T" + std::to_string(index < all.size() ? info.number : index);
  label.name = id == "T0" ? "main" : id;
  if (!info.name.empty() && !isInherited(index)) {
    label.name = symbols::printable(info.name);
    // A pool gives all its threads one name: tell them apart.
    const auto same = std::count_if(all.begin(), all.end(), [&](const recording::ThreadInfo& t) {
      return t.name == info.name;
    });
    if (same > 1) label.name += info.number == 0 ? " (main)" : " (" + id + ")";
  }
  const auto stack = static_cast<std::size_t>(info.created);
  if (stack != 0 && stack < recording.stacks.size()) {
    label.created = siteOf(frames.of(recording.stacks[stack], std::nullopt));
  }
  if (!label.created.user && info.entry != 0) {
    const SourceFrame entry = frames.entry(info.entry);
    if (entry.user && !entry.function.empty()) label.created = entry;
  }
  return label;
}

symbols::LockNames& Symbols::Impl::namesOfLocks() {
  if (lockNames == nullptr)
    lockNames = std::make_unique<symbols::LockNames>(recording, modules, frames);
  return *lockNames;
}

Symbols::Symbols(const recording::Recording& recording, std::shared_ptr<symbols::ModuleFiles> files)
    : impl_(std::make_unique<Impl>(recording, std::move(files))) {}

Symbols::~Symbols() = default;

std::vector<SourceFrame> Symbols::frames(const recording::Stack& stack, lockgraph::Sequence when) {
  return impl_->frames.of(stack, when);
}

const LockLabel& Symbols::lock(lockgraph::LockId lock) {
  const auto id = static_cast<std::uint32_t>(lock);
  const auto found = impl_->locks.find(id);
  if (found != impl_->locks.end()) return found->second;
  LockLabel label;
  if (id < impl_->recording.lockInfo.size() && id < impl_->recording.trace.locks.size()) {
    label = impl_->namesOfLocks().label(id);
  }
  return impl_->locks.emplace(id, std::move(label)).first->second;
}

std::optional<LockLabel> Symbols::object(std::uint64_t address, lockgraph::StackId stack) {
  return impl_->namesOfLocks().object(address, stack);
}

const ThreadLabel& Symbols::thread(lockgraph::ThreadId thread) {
  const auto id = static_cast<std::uint32_t>(thread);
  const auto found = impl_->threads.find(id);
  if (found != impl_->threads.end()) return found->second;
  return impl_->threads.emplace(id, impl_->nameThread(id)).first->second;
}

const SourceFrame& Symbols::siteOf(const std::vector<SourceFrame>& frames) {
  static const SourceFrame kNone;
  if (frames.empty()) return kNone;
  auto found = std::find_if(frames.begin(), frames.end(),
                            [](const SourceFrame& frame) { return frame.user; });
  if (found == frames.end()) {
    found = std::find_if(frames.begin(), frames.end(),
                         [](const SourceFrame& frame) { return !frame.function.empty(); });
  }
  return found == frames.end() ? frames.front() : *found;
}

std::vector<std::string> Symbols::notes() const {
  return impl_->modules.notes();
}

}  // namespace gordian::cli
