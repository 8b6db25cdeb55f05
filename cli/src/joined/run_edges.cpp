#include "run_edges.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli::joined {
namespace {

using lockgraph::Dependency;
using lockgraph::LockId;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::ThreadId;
using recording::Recording;

constexpr std::size_t kMostEdges = 2'000;    // of one run
constexpr std::size_t kMostClasses = 5'000;  // of one run that are named
constexpr std::size_t kSightings = 4;        // of one edge
constexpr std::size_t kDeepest = 64;         // held locks that are looked at

template <class Id>
std::size_t indexOf(Id id) {
  return static_cast<std::size_t>(id);
}

const std::string& sourceOf(const SourceFrame& frame) {
  return frame.file.empty() ? frame.module : frame.file;
}

std::string siteText(const SourceFrame& frame) {
  return fmt::format("{}@{}", frame.function, sourceOf(frame));
}

// The locks of one run, each named once.
class Locks {
 public:
  Locks(const Recording& recording, Names& names, Identities& identities, std::uint32_t program)
      : recording_(recording), names_(names), identities_(identities), program_(program) {
    for (const auto& lock : recording.trace.locks) ++sizes_[lock.lockClass];
    banTainted();
  }

  // Without asking for names.
  [[nodiscard]] bool canBeObject(LockId id) const {
    const auto& lock = recording_.trace.locks[indexOf(id)];
    if (lock.tainted || lock.kind == LockKind::OnceFlag || lock.kind == LockKind::StaticGuard)
      return false;
    return isVariable(id) ||
           (sizes_.at(lock.lockClass) == 1 && (knowsAllLocks() || isLocalOfMain(id)));
  }

  std::optional<Object> object(LockId id) {
    const auto [place, isNew] = objects_.try_emplace(id);
    if (isNew && canBeObject(id)) place->second = isVariable(id) ? variable(id) : onlyOne(id);
    return place->second;
  }

  // What it is among held locks.
  Object held(LockId id) {
    if (isVariable(id))
      if (const auto known = object(id)) return *known;
    const std::string& name = names_.lock(id).className;
    return identities_.object(program_, "class " + name, name);
  }

  [[nodiscard]] bool isMadeBy(LockId id, ThreadId holder) const {
    return !isVariable(id) && recording_.trace.locks[indexOf(id)].creator == holder;
  }

  // `holder` alone knew it then.
  [[nodiscard]] bool isPrivate(LockId id, ThreadId holder, lockgraph::Sequence when) const {
    const auto& lock = recording_.trace.locks[indexOf(id)];
    return isMadeBy(id, holder) && (!lock.sharedAt || when < *lock.sharedAt);
  }

 private:
  // Also what a Python module makes when it is imported.
  [[nodiscard]] bool isVariable(LockId id) const {
    const auto& info = recording_.lockInfo[indexOf(id)];
    if (!info.python) return info.storage == recording::Storage::Static;
    const auto& made = recording_.stacks[indexOf(info.created)].python;
    return !made.empty() && made.front().function == "<module>";
  }

  // Locks that were never held with another one are counted only; what class they are of is not
  // known.
  [[nodiscard]] bool knowsAllLocks() const {
    return recording_.ended && recording_.locks <= recording_.lockInfo.size();
  }

  [[nodiscard]] bool isLocalOfMain(LockId id) const {
    const auto& lock = recording_.lockInfo[indexOf(id)];
    if (lock.storage != recording::Storage::Stack || recording_.threadInfo.empty()) return false;
    const auto& main = recording_.threadInfo.front();
    return main.number == 0 && main.stackLow <= lock.address && lock.address < main.stackHigh;
  }

  // A name with a number in it differs from run to run.
  std::optional<Object> variable(LockId id) {
    const LockLabel label = names_.lock(id);
    if (label.name.empty() || label.name.find(" #") != std::string::npos ||
        (recording_.lockInfo[indexOf(id)].python && label.name.find('(') != std::string::npos))
      return std::nullopt;
    return identities_.object(
        program_, fmt::format("{}{}@{}", kVariable, label.name, sourceOf(label.created)),
        label.className);
  }

  std::optional<Object> onlyOne(LockId id) {
    if (!hasCounted_) countClasses();
    const LockLabel label = names_.lock(id);
    const auto count = classSizes_.find(label.className);
    if (count == classSizes_.end() || count->second != 1) return std::nullopt;
    const std::string telling = tellingOf(id, label);
    if (telling.empty()) return std::nullopt;
    return identities_.object(program_, "only " + label.className + telling, label.className);
  }

  // Another run may use another object of the class, and of that one alone. A local variable has a
  // name; any other object has the calls that led to where it was made, or was taken first.
  std::string tellingOf(LockId id, const LockLabel& label) {
    if (isLocalOfMain(id) && !label.created.function.empty())
      return fmt::format(" {} in {}", label.name, siteText(label.created));
    return callersOf(id);
  }

  std::string callersOf(LockId id) {
    const auto& info = recording_.lockInfo[indexOf(id)];
    const auto stack = info.created != lockgraph::StackId{} ? info.created : info.first;
    constexpr lockgraph::Sequence kAtTheEnd = UINT64_MAX - 1;  // of what was never unloaded
    std::string text;
    if (stack == lockgraph::StackId{}) return text;
    for (const SourceFrame& frame : names_.frames(recording_.stacks[indexOf(stack)], kAtTheEnd))
      if (frame.user) text += fmt::format("|{}:{}", siteText(frame), frame.line);
    return text;
  }

  // One lock of each class is named, which gives the others the same name of their class.
  void countClasses() {
    hasCounted_ = true;
    if (sizes_.size() > kMostClasses) return;
    std::set<std::uint32_t> named;
    for (std::size_t i = 0; i < recording_.trace.locks.size(); ++i) {
      const auto id = LockId(i);
      const std::uint32_t number = recording_.trace.locks[i].lockClass;
      if (isVariable(id) || !named.insert(number).second) continue;
      classSizes_[names_.lock(id).className] += sizes_.at(number);
    }
    for (const auto& [name, count] : classSizes_)
      if (count > 1) identities_.ban(program_, name);
  }

  void banTainted() {
    std::set<std::uint32_t> named;
    for (std::size_t i = 0; i < recording_.trace.locks.size() && named.size() < kSightings; ++i)
      if (recording_.trace.locks[i].tainted && !isVariable(LockId(i)) &&
          named.insert(recording_.trace.locks[i].lockClass).second)
        identities_.ban(program_, names_.lock(LockId(i)).className);
  }

  const Recording& recording_;
  Names& names_;
  Identities& identities_;
  std::uint32_t program_;
  std::map<std::uint32_t, std::size_t> sizes_;  // locks by class of the recording
  std::map<std::string, std::size_t> classSizes_;
  bool hasCounted_ = false;
  std::map<LockId, std::optional<Object>> objects_;
};

// Who plays what.
std::vector<std::optional<Role>> rolesOf(const Recording& recording, Names& names,
                                         Identities& identities, std::uint32_t program) {
  std::vector<std::optional<Role>> roles(recording.trace.threads.size());
  std::map<std::pair<lockgraph::StackId, std::uint64_t>, std::optional<Role>> byCreation;
  for (std::size_t i = 0; i < roles.size() && i < recording.threadInfo.size(); ++i) {
    const recording::ThreadInfo& info = recording.threadInfo[i];
    if (info.number == 0) {
      roles[i] = identities.mainRole(program);
      continue;
    }
    const auto [place, isNew] = byCreation.try_emplace({info.created, info.entry});
    if (isNew) {
      const SourceFrame& at = names.thread(ThreadId(i)).created;
      if (!at.function.empty() || !at.file.empty())
        place->second = identities.role(program, fmt::format("{}:{}", siteText(at), at.line));
    }
    roles[i] = place->second;
  }
  return roles;
}

class Reader {
 public:
  Reader(const Recording& recording, Names& names, Identities& identities)
      : recording_(recording),
        names_(names),
        identities_(identities),
        program_(identities.programOf(recording)),
        locks_(recording, names, identities, program_) {}

  RunEdges read() {
    const auto& all = recording_.trace.dependencies;
    for (std::size_t i = 0; i < all.size() && !result_.isCut; ++i)
      if (isEdge(all[i])) add(lockgraph::DependencyId(i), all[i]);
    return std::move(result_);
  }

 private:
  using Held = std::vector<std::pair<LockId, Mode>>;

  [[nodiscard]] bool isEdge(const Dependency& dependency) const {
    return dependency.acquisition == lockgraph::Acquisition::Blocking && !dependency.reentrant &&
           !dependency.afterWait && locks_.canBeObject(dependency.lock);
  }

  [[nodiscard]] Held heldAt(const Dependency& dependency) const {
    Held held;
    const auto& all = recording_.trace.dependencies;
    for (const Dependency* at = &dependency; at != nullptr && held.size() < kDeepest;) {
      for (const auto& one : at->held) held.emplace_back(one.lock, one.mode);
      if (!at->base) break;
      at = &all[indexOf(*at->base)];
      held.emplace_back(at->lock, at->mode);
    }
    std::erase_if(
        held, [&](const auto& one) { return recording_.trace.locks[indexOf(one.first)].tainted; });
    return held;
  }

  void add(lockgraph::DependencyId id, const Dependency& dependency) {
    const Held held = heldAt(dependency);
    if (std::none_of(held.begin(), held.end(),
                     [&](const auto& one) { return locks_.canBeObject(one.first); }))
      return;
    const auto role = roleOf(dependency.thread);
    const auto acquired = role ? locks_.object(dependency.lock) : std::nullopt;
    if (!acquired) return;
    const auto when = dependency.occurrences.empty() ? 0 : dependency.occurrences.front().sequence;
    ClassEdge edge;
    edge.acquired = *acquired;
    edge.mode = dependency.mode;
    edge.role = *role;
    edge.holds = holdsOf(dependency.thread, held);
    for (const auto& [lock, mode] : held) {
      const auto object = locks_.object(lock);
      if (!object || *object == *acquired || locks_.isPrivate(lock, dependency.thread, when))
        continue;
      edge.held = *object;
      edge.heldMode = mode;
      auto known = result_.edges.find(edge);
      if (known == result_.edges.end()) {
        if (result_.edges.size() == kMostEdges) {
          result_.isCut = true;
          return;
        }
        known = result_.edges.emplace(edge, std::vector<Sighting>()).first;
      }
      if (known->second.size() < kSightings) known->second.push_back({id, lock});
    }
  }

  std::vector<Hold> holdsOf(ThreadId thread, const Held& held) {
    std::vector<Hold> holds;
    for (const auto& [lock, mode] : held)
      holds.push_back(
          {locks_.held(lock), mode == Mode::Shared, std::nullopt, locks_.isMadeBy(lock, thread)});
    if (overlap_ == nullptr) overlap_ = std::make_unique<lockgraph::Overlap>(recording_.trace);
    for (const auto& guard : overlap_->guardsOf(thread))
      if (const auto holder = roleOf(guard.holder))
        holds.push_back({locks_.held(guard.lock), false, holder, false});
    std::sort(holds.begin(), holds.end());
    holds.erase(std::unique(holds.begin(), holds.end()), holds.end());
    return holds;
  }

  std::optional<Role> roleOf(ThreadId thread) {
    if (result_.roles.empty()) result_.roles = rolesOf(recording_, names_, identities_, program_);
    return result_.roles[indexOf(thread)];
  }

  const Recording& recording_;
  Names& names_;
  Identities& identities_;
  std::uint32_t program_;
  Locks locks_;
  std::unique_ptr<lockgraph::Overlap> overlap_;
  RunEdges result_;
};

}  // namespace

RunEdges edgesOf(const Recording& recording, Names& names, Identities& identities) {
  return Reader(recording, names, identities).read();
}

}  // namespace gordian::cli::joined
