#include "scene.hpp"

#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>

namespace gordian::cli::testing {

using lockgraph::LockId;
using lockgraph::StackId;
using lockgraph::ThreadId;

class SceneNames final : public Names {
 public:
  explicit SceneNames(const Scene& scene) : scene_(scene) {}

  // The first frame's address is the number of the stack.
  std::vector<SourceFrame> frames(const recording::Stack& stack, lockgraph::Sequence) override {
    return scene_.stacks_.at(stack.frames.at(0).pc);
  }
  LockLabel lock(LockId lock) override {
    const std::string& name = scene_.lockNames_.at(static_cast<std::size_t>(lock));
    const auto known = scene_.classes_.find(name);
    return {name, known == scene_.classes_.end() ? name : known->second, {}};
  }
  ThreadLabel thread(ThreadId thread) override {
    SourceFrame created;
    created.file = scene_.folder_ + "bank.cpp";
    created.line = 18;
    return {scene_.threadNames_.at(static_cast<std::size_t>(thread)), created};
  }
  std::vector<std::string> notes() override { return {}; }

 private:
  const Scene& scene_;
};

Scene::Scene(std::uint32_t pid, std::string sourceFolder) : folder_(std::move(sourceFolder)) {
  recording.pid = pid;
  recording.startedNs = pid;
  recording.executable = "/home/dana/bank";
  recording.arguments = {"./bank"};
  recording.ended = true;
  recording.stacks.emplace_back();
  stacks_.emplace_back();
  thread("main");
}

LockId Scene::lock(const std::string& name) {
  const auto known = std::find(lockNames_.begin(), lockNames_.end(), name);
  if (known != lockNames_.end()) return LockId(known - lockNames_.begin());
  lockgraph::Lock lock;
  lock.lockClass = static_cast<std::uint32_t>(lockNames_.size());
  lock.sharedAt = 0;
  recording.trace.locks.push_back(lock);
  recording.lockInfo.emplace_back().number = static_cast<std::uint32_t>(lockNames_.size() + 1);
  lockNames_.push_back(name);
  return LockId(lockNames_.size() - 1);
}

ThreadId Scene::thread(const std::string& name) {
  const auto known = std::find(threadNames_.begin(), threadNames_.end(), name);
  if (known != threadNames_.end()) return ThreadId(known - threadNames_.begin());
  lockgraph::Thread thread;
  if (!threadNames_.empty()) {
    thread.parent = ThreadId{0};
    thread.parentSegment = mainSegment_++;
  }
  recording.trace.threads.push_back(thread);
  recording.threadInfo.emplace_back().number = static_cast<std::uint32_t>(threadNames_.size());
  threadNames_.push_back(name);
  return ThreadId(threadNames_.size() - 1);
}

StackId Scene::stack(const At& at) {
  SourceFrame library;
  library.function = "std::mutex::lock()";
  library.module = "/usr/lib/libstdc++.so.6";
  SourceFrame user;
  user.function = at.function;
  user.file = folder_ + file_;
  user.line = at.line;
  user.column = 20;
  user.user = true;
  SourceFrame caller = user;
  caller.function = "main::{lambda()#1}";
  caller.line = at.line + 8;
  caller.column = 0;
  stacks_.push_back({library, user, caller});
  recording::Stack stack;
  stack.frames.push_back({stacks_.size() - 1, 0});
  stack.number = static_cast<std::uint32_t>(recording.stacks.size());
  recording.stacks.push_back(stack);
  return StackId(recording.stacks.size() - 1);
}

Scene& Scene::takes(const std::string& threadName, const std::vector<At>& held, const At& acquired,
                    lockgraph::Mode mode, lockgraph::Acquisition acquisition) {
  lockgraph::Dependency dependency;
  dependency.thread = thread(threadName);
  dependency.lock = lock(acquired.lock);
  dependency.mode = mode;
  dependency.acquisition = acquisition;
  for (const At& at : held) {
    const LockId id = lock(at.lock);
    dependency.held.push_back({id, mode, static_cast<std::uint32_t>(sequence_), stack(at)});
  }
  dependency.stack = stack(acquired);
  for (const auto& one : dependency.held) dependency.reentrant |= one.lock == dependency.lock;
  const bool isMain = dependency.thread == ThreadId{0};
  dependency.occurrences.push_back({isMain ? mainSegment_ : 0, sequence_++});
  recording.trace.dependencies.push_back(dependency);
  recording.acquisitions += 2;
  return *this;
}

Scene& Scene::lives(const std::string& name, std::uint64_t lifeNs, std::uint64_t cpuNs,
                    std::uint64_t lockWaitNs) {
  recording.statistics.threads.push_back({thread(name), lifeNs, cpuNs, lockWaitNs});
  return *this;
}

Scene& Scene::uses(const std::string& name, const At& longest, recording::LockUse numbers) {
  numbers.thread = thread(name);
  if (!longest.lock.empty()) {
    numbers.lock = lock(longest.lock);
    if (longest.line != 0) numbers.longestHold = stack(longest);
  }
  numbers.seen = sequence_++;
  recording.statistics.uses.push_back(numbers);
  return *this;
}

Scene& Scene::times(std::uint64_t count) {
  recording.trace.dependencies.back().count = count;
  return *this;
}

Scene& Scene::joined(const std::string& threadName) {
  recording.trace.joins.push_back({ThreadId{0}, ++mainSegment_, thread(threadName), {}});
  return *this;
}

Scene& Scene::test(const std::string& name) {
  if (!recording.tests.empty()) recording.tests.back().end = sequence_;
  recording.tests.push_back({name, sequence_});
  return *this;
}

Scene& Scene::kind(const std::string& name, lockgraph::LockKind kind) {
  recording.trace.locks.at(static_cast<std::size_t>(lock(name))).kind = kind;
  return *this;
}

Scene& Scene::file(const std::string& name) {
  file_ = name;
  return *this;
}

Scene& Scene::lockClass(const std::string& name, const std::string& className) {
  classes_[name] = className;
  return *this;
}

Scene& Scene::waitsHolding(const std::string& threadName, const At& held, lockgraph::Meeting kind,
                           const At& at) {
  lockgraph::Wait wait;
  wait.thread = thread(threadName);
  wait.kind = kind;
  if (kind == lockgraph::Meeting::Thread) wait.object = static_cast<std::uint32_t>(thread(at.lock));
  wait.segment = wait.thread == ThreadId{0} ? mainSegment_ : 0;
  wait.held.push_back({lock(held.lock), lockgraph::Mode::Exclusive,
                       static_cast<std::uint32_t>(sequence_), stack(held)});
  wait.stack = stack(at);
  wait.sequence = sequence_++;
  recording.trace.waits.push_back(std::move(wait));
  return *this;
}

Scene& Scene::signalsHolding(const std::string& threadName, const At& held, lockgraph::Meeting kind,
                             const At& at) {
  lockgraph::Signal signal;
  signal.thread = thread(threadName);
  signal.kind = kind;
  signal.held.push_back({lock(held.lock), lockgraph::Mode::Exclusive,
                         static_cast<std::uint32_t>(sequence_), stack(held)});
  signal.stack = stack(at);
  signal.sequence = sequence_++;
  recording.trace.signals.push_back(std::move(signal));
  return *this;
}

Scene& Scene::asksFor(const std::string& threadName, const At& at) {
  lockgraph::Use use;
  use.thread = thread(threadName);
  use.lock = lock(at.lock);
  use.stack = stack(at);
  recording.trace.uses.push_back(use);
  return *this;
}

Scene& Scene::hangs(std::uint32_t rule, std::uint32_t threads) {
  recording::Hang hang;
  hang.rule = rule;
  hang.threads = threads;
  hang.action = recording::kHangExit;
  hang.unchangedMs = 412;
  recording.hangs.push_back(std::move(hang));
  recording.ended = false;
  return *this;
}

recording::Waiter& Scene::waits(const std::string& threadName, std::uint8_t kind, const At& at,
                                std::uint32_t next) {
  recording::Waiter waiter;
  waiter.pid = recording.pid;
  waiter.startedNs = recording.startedNs;
  waiter.thread = static_cast<std::uint32_t>(thread(threadName));
  waiter.tid = 4710 + waiter.thread;
  waiter.name = threadName;
  waiter.kind = kind;
  waiter.waitsFor = next;
  waiter.role = recording::kWaiterBehind;
  if (kind == recording::kWaitThread) {
    waiter.target = static_cast<std::uint32_t>(thread(at.lock));
  } else if (!at.lock.empty()) {
    waiter.lock = static_cast<std::uint32_t>(lock(at.lock)) + 1;
    waiter.address = 0x1000 + waiter.lock;
    if (next != recording::kNoWaiter) waiter.through = waiter.lock;
  }
  if (at.line > 0) {
    stack(at);
    waiter.frames = {stacks_.size() - 1};
  }
  auto& waiters = recording.hangs.back().waiters;
  waiters.push_back(std::move(waiter));
  return waiters.back();
}

Scene& Scene::holds(const At& at) {
  recording::WaiterHold hold;
  hold.lock = static_cast<std::uint32_t>(lock(at.lock)) + 1;
  hold.address = 0x1000 + hold.lock;
  hold.stack = static_cast<std::uint32_t>(stack(at));
  recording.hangs.back().waiters.back().held.push_back(hold);
  return *this;
}

Scene& Scene::inCycle() {
  recording.hangs.back().waiters.back().role = recording::kWaiterInCycle;
  return *this;
}

Scene& Scene::incident(std::uint32_t rule, std::uint32_t detail, const std::string& threadName,
                       const At& here, const std::string& other, const At& there) {
  recording::Incident incident;
  incident.rule = rule;
  incident.detail = detail;
  incident.thread = thread(threadName);
  incident.lock = lock(here.lock);
  if (here.line > 0) incident.stack = stack(here);
  if (!other.empty()) incident.otherThread = thread(other);
  if (!there.lock.empty() && there.lock != here.lock) incident.otherLock = lock(there.lock);
  if (there.line > 0) incident.otherStack = stack(there);
  incident.seen = sequence_++;
  recording.incidents.push_back(std::move(incident));
  return *this;
}

NamesFor Scene::names() const {
  return [this](const recording::Recording&) { return std::make_unique<SceneNames>(*this); };
}

Scene bank(const std::string& sourceFolder) {
  Scene scene(100, sourceFolder);
  scene.takes("teller-1", {{"alice.m", 10}}, {"bob.m", 11}).times(212);
  scene.takes("teller-2", {{"bob.m", 10}}, {"alice.m", 11}).times(198);
  return scene;
}

Scene stuckBank(const std::string& sourceFolder) {
  using namespace recording;
  Scene scene = bank(sourceFolder);
  scene.hangs(201, 6);
  scene.waits("teller-1", kWaitLock, {"bob.m", 11}, 1);
  scene.inCycle().holds({"alice.m", 10});
  scene.waits("teller-2", kWaitLock, {"alice.m", 11}, 0);
  scene.inCycle().holds({"bob.m", 10});
  scene.waits("main", kWaitThread, {"teller-1", 17, "main"}, 0);
  return scene;
}

Scene stuckPool(const std::string& sourceFolder) {
  using namespace recording;
  Scene scene(100, sourceFolder);
  scene.file("pool.cpp");
  const At held{"table.m", 7, "finish"};
  scene.signalsHolding("worker", {"table.m", 14, "work"}, lockgraph::Meeting::Condition,
                       {"", 16, "work"});
  scene.waitsHolding("main", held, lockgraph::Meeting::Condition, {"", 9, "finish"});
  scene.hangs(201, 2);
  scene.waits("main", kWaitCondition, {"", 9, "finish"}, 1);
  scene.inCycle().holds(held);
  scene.waits("worker", kWaitLock, {"table.m", 14, "work"}, 0);
  scene.inCycle();
  return scene;
}

Scene philosophers(int count) {
  Scene scene;
  const auto fork = [&](int i) { return "forks[" + std::to_string(i % count) + "]"; };
  for (int i = 0; i < count; ++i) scene.lockClass(fork(i), "forks");
  for (int i = 0; i < count; ++i)
    scene.takes("philosopher-" + std::to_string(i), {{fork(i), 21, "dine"}},
                {fork(i + 1), 22, "dine"});
  return scene;
}

Report reportOf(const Scene& scene, bool strict) {
  return buildReport({scene.recording}, scene.names(), {strict});
}

}  // namespace gordian::cli::testing
