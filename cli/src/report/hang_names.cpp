#include "hang_names.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>

#include "finding_builder.hpp"
#include "fingerprint.hpp"
#include "hang_words.hpp"
#include "symbols/lock_kind_words.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

using recording::Recording;
using recording::Waiter;
using recording::WaiterHold;

std::pair<std::uint64_t, std::uint64_t> keyOf(std::uint64_t space, std::uint64_t object,
                                              std::uint32_t pid, std::uint64_t address) {
  if (space != 0 || object != 0) return {space, object};
  return {pid, address};
}

auto keyOf(const Waiter& holder, const WaiterHold& hold) {
  return keyOf(hold.space, hold.object, holder.pid, hold.address);
}

auto keyOf(const Waiter& waiter) {
  return keyOf(waiter.space, waiter.object, waiter.pid, waiter.address);
}

Evidence toldEvidence(const recording::Told& told) {
  Evidence evidence;
  for (const recording::ToldFrame& from : told.frames) {
    SourceFrame frame;
    frame.function = from.function;
    frame.file = from.file;
    frame.module = from.module;
    frame.line = from.line;
    frame.column = from.column;
    frame.user = from.isUser;
    evidence.frames.push_back(std::move(frame));
  }
  return evidence;
}

}  // namespace

HangNames::HangNames(const RecordingsOfHang& recordings, const NamesFor& namesFor,
                     const recording::Hang& hang, Finding& finding)
    : recordings_(recordings), namesFor_(namesFor), hang_(hang), finding_(finding) {
  const Waiter& first = hang.waiters.front();
  hasManyProcesses_ = std::any_of(hang.waiters.begin(), hang.waiters.end(),
                                  [&](const Waiter& waiter) { return waiter.pid != first.pid; });
  for (const Waiter& waiter : hang.waiters) {
    awaited_.insert(keyOf(waiter));
    if (waiter.waitsFor >= hang.waiters.size() || waiter.through == 0) continue;
    const Waiter& next = hang.waiters[waiter.waitsFor];
    for (const WaiterHold& hold : next.held)
      if (hold.lock == waiter.through) awaited_.insert(keyOf(next, hold));
  }
}

std::optional<std::size_t> HangNames::recordingOf(const Waiter& waiter) const {
  for (const auto& [index, recording] : recordings_)
    if (recording->pid == waiter.pid && recording->startedNs == waiter.startedNs) return index;
  return std::nullopt;
}

HangNames::Process* HangNames::processOf(const Waiter& waiter) {
  const auto index = recordingOf(waiter);
  if (!index) return nullptr;
  Process& process = processes_[*index];
  if (process.names != nullptr) return &process;
  const Recording& recording = *recordings_.at(*index);
  process.names = namesFor_(recording);
  for (const Waiter& one : hang_.waiters)
    if (recordingOf(one) == index)
      if (const auto thread = recording.threadOf(one.thread))
        process.dependencies[static_cast<std::uint32_t>(*thread)];
  for (std::size_t i = 0; i < recording.trace.dependencies.size(); ++i) {
    const auto thread = static_cast<std::uint32_t>(recording.trace.dependencies[i].thread);
    const auto wanted = process.dependencies.find(thread);
    if (wanted != process.dependencies.end()) wanted->second.push_back(i);
  }
  return &process;
}

Names* HangNames::namesOf(const Waiter& waiter) {
  Process* const process = processOf(waiter);
  return process == nullptr ? nullptr : process->names.get();
}

std::optional<lockgraph::LockId> HangNames::lockOf(const Waiter& waiter, std::uint32_t number) {
  const auto index = recordingOf(waiter);
  return index ? recordings_.at(*index)->lockOf(number) : std::nullopt;
}

std::string HangNames::threadName(const Waiter& waiter) {
  const auto index = recordingOf(waiter);
  if (index)
    if (const auto thread = recordings_.at(*index)->threadOf(waiter.thread))
      return namesOf(waiter)->thread(*thread).name;
  if (waiter.thread == 0) return "main";
  if (waiter.thread == recording::kNoThread) {  // seen from outside
    if (waiter.tid == waiter.pid) return "main";
    return waiter.name.empty() ? fmt::format("thread {}", waiter.tid) : waiter.name;
  }
  return waiter.name.empty() ? fmt::format("T{}", waiter.thread)
                             : fmt::format("{} (T{})", waiter.name, waiter.thread);
}

std::size_t HangNames::thread(const Waiter& waiter) {
  const auto known = threads_.find(&waiter);
  if (known != threads_.end()) return known->second;
  std::string name = threadName(waiter);
  const auto index = recordingOf(waiter);
  if (hasManyProcesses_ && waiter.thread == recording::kNoThread) {
    name = fmt::format("{} ({})", waiter.name, waiter.pid);
  } else if (hasManyProcesses_) {
    const std::string program =
        index ? std::string(baseName(recordings_.at(*index)->executable)) : waiter.name;
    name = fmt::format("{} ({}){}", program, waiter.pid, name == "main" ? "" : "/" + name);
  }
  Thread thread;
  thread.name = uniqueName(finding_.threads, name);
  thread.process = waiter.pid;
  if (index)
    if (const auto id = recordings_.at(*index)->threadOf(waiter.thread))
      thread.created = namesOf(waiter)->thread(*id).created;
  finding_.threads.push_back(std::move(thread));
  threads_.emplace(&waiter, finding_.threads.size() - 1);
  return finding_.threads.size() - 1;
}

LockLabel HangNames::labelOf(const Waiter& waiter, std::uint32_t number, std::uint64_t address,
                             std::uint8_t kind, const SourceFrame& site) {
  Names* const names = namesOf(waiter);
  if (names != nullptr) {
    if (const auto lock = lockOf(waiter, number)) return names->lock(*lock);
    const auto stack = recordings_.at(*recordingOf(waiter))->stackOf(waiter.stack);
    if (auto object = names->object(address, stack.value_or(lockgraph::StackId{}))) return *object;
  }
  LockLabel label;
  label.className = lockKindWord(static_cast<lockgraph::LockKind>(kind));
  label.name = fmt::format("{} ({})", label.className, shortSite(site));
  label.created = site;
  return label;
}

std::size_t HangNames::addLock(const Key& key, LockLabel label) {
  finding_.locks.push_back({uniqueName(finding_.locks, label.name), std::move(label.className),
                            std::move(label.created)});
  locks_.emplace(key, finding_.locks.size() - 1);
  return finding_.locks.size() - 1;
}

std::size_t HangNames::lock(const Waiter& holder, const WaiterHold& hold) {
  const auto key = keyOf(holder, hold);
  const auto known = locks_.find(key);
  if (known != locks_.end()) return known->second;
  return addLock(key,
                 labelOf(holder, hold.lock, hold.address, hold.kind, tookAt(holder, hold).site()));
}

bool HangNames::isAwaited(const Waiter& holder, const WaiterHold& hold) const {
  return awaited_.count(keyOf(holder, hold)) > 0;
}

std::optional<std::size_t> HangNames::awaitedLock(const Waiter& waiter) {
  if (!waiter.told.waitsFor.empty()) return std::nullopt;
  if (waiter.waitsFor < hang_.waiters.size() && waiter.through != 0) {
    const Waiter& next = hang_.waiters[waiter.waitsFor];
    for (const WaiterHold& hold : next.held)
      if (hold.lock == waiter.through) return lock(next, hold);
  }
  const auto key = keyOf(waiter);
  const auto known = locks_.find(key);
  if (known != locks_.end()) return known->second;
  if (waiter.kind != recording::kWaitThread)
    for (const Waiter& other : hang_.waiters)
      for (const WaiterHold& hold : other.held)
        if (keyOf(other, hold) == key) return lock(other, hold);
  const bool isLock = waiter.kind == recording::kWaitLock || waiter.kind == recording::kWaitOnce ||
                      waiter.kind == recording::kWaitGuard;
  if (!isLock) return std::nullopt;
  return addLock(
      key, labelOf(waiter, waiter.lock, waiter.address, waiter.lockKind, waitsAt(waiter).site()));
}

std::string HangNames::targetName(const Waiter& waiter) {
  if (waiter.waitsFor < hang_.waiters.size()) {
    const Waiter& next = hang_.waiters[waiter.waitsFor];
    if (next.pid == waiter.pid && next.thread == waiter.target)
      return finding_.threads[thread(next)].name;
  }
  const auto index = recordingOf(waiter);
  if (index && waiter.target != recording::kNoThread)
    if (const auto target = recordings_.at(*index)->threadOf(waiter.target))
      return namesOf(waiter)->thread(*target).name;
  return "a thread";
}

std::optional<LockLabel> HangNames::objectOf(const Waiter& waiter) {
  Names* const names = namesOf(waiter);
  if (names == nullptr || waiter.address == 0) return std::nullopt;
  const auto stack = recordings_.at(*recordingOf(waiter))->stackOf(waiter.stack);
  return names->object(waiter.address, stack.value_or(lockgraph::StackId{}));
}

std::string HangNames::awaited(const Waiter& waiter) {
  if (!waiter.told.waitsFor.empty()) return waiter.told.waitsFor;
  if (waiter.kind == recording::kWaitThread) return "the end of " + targetName(waiter);
  if (waiter.kind == recording::kWaitProcess && waiter.waitsFor < hang_.waiters.size())
    return fmt::format("the end of process {}", hang_.waiters[waiter.waitsFor].pid);
  if (waiter.kind != recording::kWaitCondition)
    if (const auto lock = awaitedLock(waiter)) {
      const std::string& name = finding_.locks[*lock].name;
      // A semaphore that somebody holds is used as a lock, and is called as its user calls it.
      return waiter.kind == recording::kWaitSemaphore ? name : awaitedWords(waiter.kind, name);
    }
  const auto object = objectOf(waiter);
  return awaitedWords(waiter.kind, object ? object->name : std::string());
}

std::string HangNames::awaitedClass(const Waiter& waiter) {
  if (waiter.kind == recording::kWaitThread) return awaitedWords(waiter.kind, {});
  if (waiter.kind != recording::kWaitCondition && awaitedLock(waiter)) return {};
  const auto object = objectOf(waiter);
  return awaitedWords(waiter.kind, object ? object->className : std::string());
}

// A module that never went is there at any time but the last.
lockgraph::Sequence HangNames::when() const {
  return std::min<lockgraph::Sequence>(hang_.seen, UINT64_MAX - 1);
}

Evidence HangNames::waitsAt(const Waiter& waiter) {
  Names* const names = namesOf(waiter);
  // The runtime's own knowledge is better: it has the lines of Python programs.
  const bool isRecorded = names != nullptr && !waiter.frames.empty();
  if (!waiter.told.frames.empty() && !isRecorded) return toldEvidence(waiter.told);
  recording::Stack stack;
  for (const std::uint64_t pc : waiter.frames) stack.frames.push_back({pc, 0});
  stack.complete = waiter.frames.size() < recording::kFramesOfSlot;
  if (names == nullptr) return {};
  const Recording& recording = *recordings_.at(*recordingOf(waiter));
  if (const auto recorded = recording.stackOf(waiter.stack)) {
    const auto& known = recording.stacks[static_cast<std::size_t>(*recorded)];
    if (stack.frames.empty()) {
      stack = known;
    } else {
      stack.python = known.python;
    }
  }
  if (stack.frames.empty() && stack.python.empty()) return {};
  return {names->frames(stack, when()), stack.complete};
}

// The recorded innermost frames; with their callers where the trace has them of the same stretch
// of holding.
recording::Stack HangNames::heldStack(const Waiter& holder, const WaiterHold& hold) {
  Process* const process = processOf(holder);
  if (process == nullptr) return {};
  const Recording& recording = *recordings_.at(*recordingOf(holder));
  const auto stack = recording.stackOf(hold.stack);
  if (!stack) return {};
  const auto thread = recording.threadOf(holder.thread);
  const auto lock = recording.lockOf(hold.lock);
  if (thread && lock) {
    const auto& known = process->dependencies[static_cast<std::uint32_t>(*thread)];
    for (auto i = known.rbegin(); i != known.rend(); ++i) {
      const auto& dependency = recording.trace.dependencies[*i];
      for (const auto& held : dependency.held)
        if (held.lock == *lock && held.serial == hold.serial && held.stack == *stack)
          return recording.heldStack(dependency, held);
    }
  }
  return recording.stacks[static_cast<std::size_t>(*stack)];
}

Evidence HangNames::tookAt(const Waiter& holder, const WaiterHold& hold) {
  const recording::Stack stack = heldStack(holder, hold);
  if (stack.frames.empty() && stack.python.empty()) return {};
  return {namesOf(holder)->frames(stack, when()), stack.complete};
}

}  // namespace gordian::cli
