#include "remote_stack.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "../live/proc_files.hpp"
#include "../symbols/lock_places.hpp"
#include "../symbols/modules.hpp"
#include "../symbols/stack_frames.hpp"
#include "calls.hpp"
#include "remote_unwind.hpp"

namespace gordian::cli::outside {
namespace {

recording::Recording mappedNow(std::uint32_t pid, RemoteUnwinder& unwinder) {
  recording::Recording recording;
  recording.pid = pid;
  recording.modules = unwinder.modules();
  std::error_code error;
  recording.directory =
      std::filesystem::read_symlink(fmt::format("/proc/{}/cwd", pid), error).native();
  recording.stacks.resize(1);
  return recording;
}

}  // namespace

struct RemoteStacks::Impl {
  explicit Impl(std::uint32_t of)
      : pid(of),
        unwinder(of),
        recording(mappedNow(of, unwinder)),
        modules(recording),
        frames(recording, modules) {}

  // The task still sleeps in the same call, and its stack is what was read.
  [[nodiscard]] bool isAsleepIn(const TaskView& task) const {
    const auto text = contentOf(fmt::format("/proc/{}/task/{}/syscall", pid, task.tid));
    return text && systemCallIn(*text) == task.call;
  }

  std::uint32_t pid;
  RemoteUnwinder unwinder;
  recording::Recording recording;
  symbols::Modules modules;
  symbols::StackFrames frames;
};

RemoteStacks::RemoteStacks(std::uint32_t pid) : impl_(std::make_unique<Impl>(pid)) {}

RemoteStacks::~RemoteStacks() = default;

RemoteStack RemoteStacks::of(const TaskView& task, Stops stops) {
  RemoteStack stack;
  if (!task.call) return stack;
  Unwound unwound = impl_->unwinder.unwind(task.tid, *task.call);
  if (!impl_->isAsleepIn(task)) return stack;
  const bool mayStop =
      stops == Stops::Allowed || (stops == Stops::WhereUnnoticed && isRestarted(*task.call));
  if (!unwound.isComplete && mayStop) {
    Unwound whole = impl_->unwinder.unwindStopped(task.tid);
    if (whole.addresses.size() > unwound.addresses.size() && impl_->isAsleepIn(task))
      unwound = std::move(whole);
  }
  recording::Stack addresses;
  for (const std::uint64_t address : unwound.addresses) addresses.frames.push_back({address, 0});
  stack.frames = impl_->frames.of(addresses, std::nullopt);
  stack.isComplete = unwound.isComplete;
  return stack;
}

std::string RemoteStacks::variableAt(std::uint64_t address) {
  recording::LockInfo there;
  there.address = address;
  impl_->recording.lockInfo.assign(1, there);
  const symbols::LockUsers nobody(impl_->recording.trace);
  const auto label = symbols::LockPlaces(impl_->recording, impl_->modules, nobody).fixed(0);
  return label ? label->name : std::string();
}

std::vector<std::string> RemoteStacks::notes() const {
  return impl_->modules.notes();
}

}  // namespace gordian::cli::outside
