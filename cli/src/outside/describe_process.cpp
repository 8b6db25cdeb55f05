#include "describe_process.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../report/printable.hpp"
#include "../report/text.hpp"

namespace gordian::cli::outside {
namespace {

constexpr std::size_t kMaxThreads = 200;
constexpr std::size_t kMaxFrames = 8;
constexpr std::size_t kFunction = 44;
constexpr std::size_t kWidth = 80;

std::string deedOf(const SceneTask& task) {
  switch (task.view.state) {
    case 'R':
      return "runs";
    case 'T':
      return "is stopped (SIGCONT continues it)";
    case 't':
      return "is stopped by a debugger";
    case 'D':
      return task.view.waitsIn.empty() ? "waits in the kernel"
                                       : "waits in the kernel: " + task.view.waitsIn;
    default:
      break;
  }
  if (!task.waitsFor.empty())
    return "waits for " + task.waitsFor + (task.sleep.isTimed ? ", with a time limit" : "");
  if (task.view.call) {
    const std::string name = outside::nameOf(*task.view.call);
    return name == "a system call" ? fmt::format("sleeps in system call {}", task.view.call->number)
                                   : "sleeps in " + name;
  }
  return "state is not known";
}

std::string callLines(const RemoteStack& stack) {
  std::string text;
  std::size_t shown = 0;
  const bool hasOwn = std::any_of(stack.frames.begin(), stack.frames.end(),
                                  [](const SourceFrame& frame) { return frame.user; });
  for (const SourceFrame& frame : stack.frames) {
    if (hasOwn ? !frame.user : frame.function.empty()) continue;
    if (shown++ == kMaxFrames) {
      text += "      ...\n";
      break;
    }
    const std::string function =
        frame.function.empty() ? "?" : shortened(printable(frame.function), kFunction);
    const std::string gap(widthOf(function) < 28 ? 28 - widthOf(function) : 1, ' ');
    text += fmt::format(
        "      {}{}{}\n", function, gap,
        shortened(printable(shortSite(frame)), kWidth - 6 - widthOf(function) - gap.size()));
  }
  if (!stack.isComplete && !text.empty()) text += "      (outer calls may be missing)\n";
  return text;
}

}  // namespace

std::string threadsText(Scene& scene, std::size_t process, const Holds& holds) {
  std::string text;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < scene.tasks().size(); ++i) {
    const SceneTask& task = scene.tasks()[i];
    if (task.process != process) continue;
    if (shown++ == kMaxThreads) {
      text += "  ... and more threads\n";
      break;
    }
    const bool isMain = task.view.tid == scene.processOf(task).view.pid;
    text += fmt::format("  {} (tid {}) {}\n", isMain ? "main" : printable(task.view.name),
                        task.view.tid, printable(deedOf(task)));
    if (!task.because.empty()) text += fmt::format("      {}\n", printable(task.because));
    if (const auto held = holds.find(task.view.tid); held != holds.end())
      for (const std::string& one : held->second)
        text += fmt::format("      holds {}\n", printable(one));
    text += callLines(scene.stackOf(i, Stops::WhereUnnoticed));
  }
  return text;
}

std::string limitsText(const Scene& scene, std::size_t process) {
  bool isUnknown = false;
  for (const SceneTask& task : scene.tasks()) {
    if (task.process != process || task.sleep.what != Sleep::Futex) continue;
    isUnknown |=
        task.futex.use != FutexUse::Mutex && task.futex.use != FutexUse::Join && !task.futex.owner;
  }
  if (!isUnknown) return {};
  return "  limits      from outside it is not known who reads under a reader-writer lock, who\n"
         "              would signal a condition variable or post a semaphore, and who runs an\n"
         "              initialisation; gordian run -- PROGRAM knows\n";
}

}  // namespace gordian::cli::outside
