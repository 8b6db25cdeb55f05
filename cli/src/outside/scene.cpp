#include "scene.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "file_waits.hpp"

namespace gordian::cli::outside {
namespace {

// Signals that come without anybody's doing, or that programs send each other.
bool hasHandlers(std::uint64_t caught) {
  constexpr int kFirstOfProgram = 34;  // the C library keeps those before for itself
  std::uint64_t mask = ~std::uint64_t{0} << (kFirstOfProgram - 1);
  for (const int signal :
       {SIGALRM, SIGCHLD, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGIO, SIGURG, SIGPWR})
    mask |= std::uint64_t{1} << (signal - 1);
  return (caught & mask) != 0;
}

}  // namespace

Scene::~Scene() = default;

Scene::Scene(const std::vector<std::uint32_t>& pids) {
  for (const std::uint32_t pid : pids) {
    auto view = viewOf(pid);
    if (!view) continue;
    SceneProcess process;
    process.hasHandlers = hasHandlers(view->caughtSignals);
    process.view = std::move(*view);
    if (auto files = filesOf(pid); files && process.view.isReadable) {
      process.files = std::move(*files);
      process.hasFiles = true;
    }
    processes_.push_back(std::move(process));
    readTasks(processes_.size() - 1);
  }
}

void Scene::readTasks(std::size_t process) {
  for (const TaskView& view : processes_[process].view.tasks) {
    if (view.isEnded()) continue;
    SceneTask task;
    task.process = process;
    task.view = view;
    if (view.call && view.state == 'S') task.sleep = kindOf(*view.call);
    tasks_.push_back(std::move(task));
  }
}

RemoteStacks& Scene::stacksOf(std::size_t process) {
  auto& stacks = stacks_[process];
  if (stacks == nullptr) {
    // Of a first thread that ended before the others, the memory cannot be read any more.
    const auto tids = tidsOf(process);
    stacks =
        std::make_unique<RemoteStacks>(tids.empty() ? processes_[process].view.pid : tids.front());
  }
  return *stacks;
}

const RemoteStack& Scene::stackOf(std::size_t task, Stops stops) {
  RemoteStack& stack = stackOf_[task];
  if (stack.frames.empty() || (!stack.isComplete && stops != Stops::Never)) {
    RemoteStack read = stacksOf(tasks_[task].process).of(tasks_[task].view, stops);
    if (read.frames.size() >= stack.frames.size()) stack = std::move(read);
  }
  return stack;
}

std::vector<std::uint32_t> Scene::tidsOf(std::size_t process) const {
  std::vector<std::uint32_t> tids;
  for (const TaskView& task : processes_[process].view.tasks)
    if (!task.isEnded()) tids.push_back(task.tid);
  return tids;
}

std::vector<Needs> Scene::parties(Look look) {
  std::vector<Needs> parties(outside() + 1);
  files_ = std::make_unique<FileWaits>(
      processes_, [this](std::size_t process) { return partyOf(process); }, outside());
  for (std::size_t process = 0; process < processes_.size(); ++process) {
    // One without tasks has ended: it goes on.
    Needs& needs = parties[partyOf(process)];
    needs.isKnown = true;
    needs.needs.emplace_back();
    if (processes_[process].view.isZombie() || tidsOf(process).empty()) needs = {};
  }
  for (std::size_t task = 0; task < tasks_.size(); ++task) {
    parties[task] = needsOf(task, look);
    auto& ofProcess = parties[partyOf(tasks_[task].process)].needs;
    if (!ofProcess.empty()) ofProcess.front().push_back(task);
  }
  return parties;
}

Needs Scene::needsOf(std::size_t index, Look look) {
  SceneTask& task = tasks_[index];
  const bool hasHandler = processes_[task.process].hasHandlers;
  if (task.sleep.what == Sleep::Futex) {
    if (look == Look::Quick) return task.sleep.isTimed ? Needs{} : Needs{true, {{index}}};
    Needs needs = futexNeeds(index);
    if (task.sleep.isTimed) needs.isKnown = false;
    return needs;
  }
  Needs needs;
  switch (task.sleep.what) {
    case Sleep::Read:
    case Sleep::Write:
      needs = files_->pipe(task);
      break;
    case Sleep::FileLock:
    case Sleep::RecordLock:
      needs = files_->lock(task);
      break;
    case Sleep::Child:
      needs = childNeeds(task);
      break;
    default:
      break;
  }
  if (hasHandler) needs.isKnown = false;
  return needs;
}

void Scene::describeFutex(SceneTask& task) {
  const FutexWait& wait = task.futex;
  if (wait.use == FutexUse::Join) {
    task.waitsFor =
        wait.owner ? fmt::format("the end of thread {}", *wait.owner) : nameOf(wait.use);
    return;
  }
  std::string variable = stacksOf(task.process).variableAt(wait.address);
  // The word that is waited on lies inside it.
  if (wait.use == FutexUse::Condition && variable.ends_with(']'))
    variable.resize(variable.rfind('['));
  task.waitsFor = fmt::format("{} {}", nameOf(wait.use),
                              variable.empty() ? fmt::format("0x{:x}", wait.address) : variable);
  if (wait.owner) task.because = fmt::format("held by thread {}", *wait.owner);
  if (wait.hasReaders && !wait.owner) task.because = "held by readers, which are not known";
}

Needs Scene::futexNeeds(std::size_t index) {
  SceneTask& task = tasks_[index];
  const auto tids = tidsOf(task.process);
  task.futex = futexWaitOf(task.view.tid, task.sleep, stackOf(index, Stops::Never).frames, tids);
  const FutexWait& wait = task.futex;
  describeFutex(task);
  if (wait.use == FutexUse::Mutex || wait.use == FutexUse::Join ||
      (wait.use == FutexUse::RwLock && wait.owner)) {
    if (!wait.owner) return {};
    for (std::size_t other = 0; other < tasks_.size(); ++other)
      if (tasks_[other].process == task.process && tasks_[other].view.tid == *wait.owner)
        return {true, {{other}}};
    return {};  // in another process, or gone
  }
  // Whoever can run in the process may post, and nobody else where the futex is private.
  if (!task.sleep.isPrivate || processes_[task.process].hasHandlers) return {};
  return {true, {{partyOf(task.process)}}};
}

Needs Scene::childNeeds(SceneTask& task) const {
  AnyOf children;
  std::string words;
  for (const TaskView& parent : processes_[task.process].view.tasks)
    for (const std::uint32_t child : parent.children) {
      if (task.sleep.child && *task.sleep.child != child) continue;
      const auto found =
          std::find_if(processes_.begin(), processes_.end(),
                       [&](const SceneProcess& process) { return process.view.pid == child; });
      if (found == processes_.end()) return {};
      children.push_back(partyOf(static_cast<std::size_t>(found - processes_.begin())));
      words += fmt::format("{}process {}", words.empty() ? "" : " or ", child);
    }
  task.waitsFor = "the end of " + (words.empty() ? "a child" : words);
  if (children.empty()) return {};
  return {true, {children}};
}

}  // namespace gordian::cli::outside
