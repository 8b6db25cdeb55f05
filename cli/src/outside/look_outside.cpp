#include "look_outside.hpp"

#include <fmt/format.h>
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>
#include <time.h>

#include <algorithm>
#include <optional>
#include <set>

#include "glance.hpp"
#include "tree.hpp"

namespace gordian::cli::outside {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kApart{500};
// A look that finds nothing may take a fiftieth of the time until the next one. Where a hang would
// be told late for that, twice as much: a second, kApart and what the looks take are below 2 s.
constexpr int kShare = 50;
constexpr int kMostShare = 25;
constexpr milliseconds kLate{1000};

std::chrono::nanoseconds processorTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

bool isBetweenProcesses(Sleep what) {
  return what == Sleep::Read || what == Sleep::Write || what == Sleep::Child ||
         what == Sleep::FileLock || what == Sleep::RecordLock;
}

std::uint32_t ruleOf(const Scene& scene, const std::vector<std::size_t>& circle) {
  std::uint32_t rule = recording::kWaitNone;
  for (const std::size_t task : circle) {
    const Sleep what = scene.tasks()[task].sleep.what;
    if (what == Sleep::FileLock || what == Sleep::RecordLock) return 204;
    rule = std::max<std::uint32_t>(rule, isBetweenProcesses(what) ? 203 : 201);
  }
  return rule;
}

// A circle of threads is one only where each waits for one that is known.
bool isOwned(const FutexWait& wait) {
  return wait.owner.has_value();
}

std::vector<std::size_t> circleOf(const Scene& scene, const std::vector<Needs>& parties,
                                  const std::vector<bool>& dead, const Knot& knot,
                                  bool withThreads) {
  std::vector<std::size_t> best;
  for (const Party start : knot.core) {
    if (!scene.isTask(start)) continue;
    const SceneTask& task = scene.tasks()[start];
    const bool isStart =
        isBetweenProcesses(task.sleep.what) || (withThreads && isOwned(task.futex));
    if (!isStart) continue;
    std::vector<std::size_t> circle;
    for (const Party party : circleFrom(parties, dead, start))
      if (scene.isTask(party)) circle.push_back(party);
    const bool isBetter =
        best.empty() || circle.size() < best.size() ||
        (circle.size() == best.size() && ruleOf(scene, circle) > ruleOf(scene, best));
    const bool isProof = ruleOf(scene, circle) != 201 ||
                         std::all_of(circle.begin(), circle.end(), [&](std::size_t one) {
                           return isOwned(scene.tasks()[one].futex);
                         });
    if (!circle.empty() && isProof && isBetter) best = circle;
  }
  return best;
}

// A task that keeps this one waiting; of a process that does, its first.
std::optional<std::size_t> nextOf(const Scene& scene, const std::vector<Needs>& parties,
                                  const std::vector<bool>& dead, std::size_t task) {
  for (const AnyOf& need : parties[task].needs) {
    if (!std::all_of(need.begin(), need.end(), [&](Party party) { return dead[party]; })) continue;
    for (const Party party : need) {
      if (scene.isTask(party)) return party;
      const auto& ofProcess = parties[party].needs;
      if (!ofProcess.empty() && !ofProcess.front().empty()) return ofProcess.front().front();
    }
  }
  return std::nullopt;
}

std::uint8_t kindOf(const SceneTask& task) {
  switch (task.sleep.what) {
    case Sleep::Read:
    case Sleep::Write:
      return recording::kWaitPipe;
    case Sleep::Child:
      return recording::kWaitProcess;
    case Sleep::FileLock:
    case Sleep::RecordLock:
      return recording::kWaitFileLock;
    case Sleep::Futex:
      break;
    case Sleep::Other:
      return recording::kWaitNone;
  }
  switch (task.futex.use) {
    case FutexUse::Mutex:
    case FutexUse::RwLock:
      return recording::kWaitLock;
    case FutexUse::Join:
      return recording::kWaitThread;
    case FutexUse::Condition:
      return recording::kWaitCondition;
    case FutexUse::Semaphore:
      return recording::kWaitSemaphore;
    case FutexUse::Barrier:
      return recording::kWaitBarrier;
    default:
      return recording::kWaitFutex;
  }
}

std::uint32_t placeIn(const std::vector<std::size_t>& order, std::size_t task) {
  const auto found = std::find(order.begin(), order.end(), task);
  return found == order.end() ? std::uint32_t{recording::kNoWaiter}
                              : static_cast<std::uint32_t>(found - order.begin());
}

}  // namespace

std::vector<OutsideHang> hangsIn(Scene& scene, bool withThreads) {
  const auto quick = deadOf(scene.parties(Scene::Look::Quick));
  if (std::none_of(quick.begin(), quick.end(), [](bool isDead) { return isDead; })) return {};
  const auto parties = scene.parties(Scene::Look::Thorough);
  const auto dead = deadOf(parties);
  std::vector<OutsideHang> hangs;
  for (const Knot& knot : knotsOf(parties)) {
    OutsideHang hang;
    hang.circle = circleOf(scene, parties, dead, knot, withThreads);
    if (hang.circle.empty()) continue;
    hang.rule = ruleOf(scene, hang.circle);
    for (const Party party : knot.core)
      if (scene.isTask(party)) hang.core.push_back(party);
    for (const Party party : knot.behind)
      if (scene.isTask(party)) hang.behind.push_back(party);
    for (const auto* part : {&hang.core, &hang.behind})
      for (const std::size_t task : *part)
        if (const auto next = nextOf(scene, parties, dead, task)) hang.next[task] = *next;
    hangs.push_back(std::move(hang));
  }
  return hangs;
}

recording::Hang valueOf(Scene& scene, const OutsideHang& hang, milliseconds unchanged) {
  recording::Hang value;
  value.rule = hang.rule;
  value.unchangedMs = static_cast<std::uint64_t>(unchanged.count());
  std::vector<std::size_t> order = hang.circle;
  for (const auto* part : {&hang.core, &hang.behind})
    for (const std::size_t task : *part)
      if (std::find(order.begin(), order.end(), task) == order.end()) order.push_back(task);
  std::set<std::size_t> processes;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const SceneTask& task = scene.tasks()[order[i]];
    processes.insert(task.process);
    const bool isInCircle = i < hang.circle.size();
    recording::Waiter waiter;
    waiter.pid = scene.processOf(task).view.pid;
    waiter.tid = task.view.tid;
    waiter.thread = recording::kNoThread;
    waiter.name = task.view.name;
    waiter.role = isInCircle ? recording::kWaiterInCycle : recording::kWaiterBehind;
    const auto next = hang.next.find(order[i]);
    waiter.waitsFor = recording::kNoWaiter;
    if (isInCircle)
      waiter.waitsFor = static_cast<std::uint32_t>((i + 1) % hang.circle.size());
    else if (next != hang.next.end())
      waiter.waitsFor = placeIn(order, next->second);
    waiter.kind = kindOf(task);
    waiter.target = recording::kNoThread;
    waiter.address = task.sleep.what == Sleep::Futex ? task.sleep.address : 0;
    waiter.told.waitsFor = task.waitsFor;
    waiter.told.because = task.because;
    for (const SourceFrame& frame : scene.stackOf(order[i], Stops::Allowed).frames)
      waiter.told.frames.push_back(
          {frame.function, frame.file, frame.module, frame.line, frame.column, frame.user});
    value.waiters.push_back(std::move(waiter));
  }
  for (const SceneTask& task : scene.tasks())
    value.threads += processes.count(task.process) > 0 ? 1 : 0;
  return value;
}

std::chrono::nanoseconds pauseAfter(std::chrono::nanoseconds cost) {
  const auto most = std::max<std::chrono::nanoseconds>(cost * kMostShare, kLate);
  return std::clamp<std::chrono::nanoseconds>(cost * kShare, kApart, most);
}

std::vector<recording::Hang> OutsideWatch::look(std::uint32_t root, Clock::time_point now) {
  if (now < due_) return {};
  const auto begin = processorTime();
  auto sure = lookAt(root, now);
  cost_ += processorTime() - begin;
  // One that may become sure is looked at again soon, but a program in which each look sees
  // another one is not looked at all the time.
  isAgain_ = !suspected_.empty() && !isAgain_;
  due_ = now + (isAgain_ ? kApart : pauseAfter(cost_));
  if (!isAgain_) cost_ = {};
  return sure;
}

std::vector<recording::Hang> OutsideWatch::lookAt(std::uint32_t root, Clock::time_point now) {
  const std::vector<std::uint32_t> tree = treeOf(root, tasks_);
  const Glance glance = glanceAt(tree);
  tasks_ = std::max(glance.tasks, tree.size());
  std::map<Members, Suspicion> suspected;
  std::vector<recording::Hang> sure;
  if (glance.isSuspicious()) {
    Scene scene(tree);
    for (const OutsideHang& hang : hangsIn(scene, false)) {
      Members members;
      Suspicion suspicion{now, {}};
      for (const std::size_t task : hang.core) {
        const SceneTask& one = scene.tasks()[task];
        members.emplace_back(scene.processOf(one).view.pid, one.view.tid);
        suspicion.tasks.emplace_back(one.view, one.futex);
      }
      if (said_.count(members) > 0) continue;
      const auto before = suspected_.find(members);
      const bool isSame =
          before != suspected_.end() &&
          std::equal(suspicion.tasks.begin(), suspicion.tasks.end(), before->second.tasks.begin(),
                     before->second.tasks.end(), [](const auto& a, const auto& b) {
                       return a.first.isUnchanged(b.first) && a.second == b.second;
                     });
      if (isSame) suspicion.since = before->second.since;
      if (isSame && now - suspicion.since >= kApart) {
        said_[members] = true;
        sure.push_back(
            valueOf(scene, hang, std::chrono::duration_cast<milliseconds>(now - suspicion.since)));
      }
      suspected.emplace(std::move(members), std::move(suspicion));
    }
  }
  suspected_ = std::move(suspected);
  return sure;
}

}  // namespace gordian::cli::outside
