#include "grounds_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "../report/grounds_json.hpp"

namespace gordian::cli {
namespace {

using Json = JsonFile::Json;
using lockgraph::Acquisition;
using lockgraph::LockId;
using lockgraph::LockKind;
using lockgraph::Mode;
using lockgraph::ThreadId;

class Reader {
 public:
  Reader(const JsonFile& file, const Json& json) : file_(file), json_(json) {}

  ReadGrounds read() {
    grounds_.hasAllAcquisitions = flag(json_, "all_acquisitions");
    grounds_.hasAllOrder = flag(json_, "all_order");
    lockCount_ = file_.list(json_, "locks").size();
    threadCount_ = file_.list(json_, "threads").size();
    each("locks", [&](const Json& item) { addLock(item); });
    each("threads", [&](const Json& item) { addThread(item); });
    each("joins", [&](const Json& item) {
      trace_.joins.push_back({thread(item, "joiner"), narrow(item, "segment"),
                              thread(item, "joined"), holds(item, "holds")});
    });
    each("passes", [&](const Json& item) {
      trace_.passes.push_back({static_cast<std::uint32_t>(trace_.onces.size()),
                               thread(item, "thread"), narrow(item, "segment")});
      trace_.onces.push_back({thread(item, "runner"), narrow(item, "first"), narrow(item, "last")});
    });
    each("dependencies", [&](const Json& item) { addDependency(item); });
    each("uses", [&](const Json& item) { addUse(item); });
    each("waits", [&](const Json& item) { addWait(item); });
    each("signals", [&](const Json& item) { addSignal(item); });
    if (json_.contains("notices")) each("notices", [&](const Json& item) { addNotice(item); });
    return std::move(grounds_);
  }

 private:
  template <class Visit>
  void each(const char* key, Visit visit) {
    for (const Json& item : file_.list(json_, key)) visit(item);
  }

  const Json& member(const Json& object, const char* key) const {
    const auto found = file_.object(object, "").find(key);
    if (found == object.end()) file_.fail(fmt::format("grounds without '{}'", key));
    return *found;
  }

  bool flag(const Json& object, const char* key) const {
    const Json& value = member(object, key);
    if (!value.is_boolean()) file_.fail(fmt::format("'{}' is neither true nor false", key));
    return value.get<bool>();
  }

  std::uint64_t number(const Json& value, const char* what, std::uint64_t below) const {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= below)
      file_.fail(fmt::format("'{}' is not a number that can stand there", what));
    return value.get<std::uint64_t>();
  }

  std::uint32_t narrow(const Json& object, const char* key) const {
    return static_cast<std::uint32_t>(number(member(object, key), key, std::uint64_t{1} << 32));
  }

  LockId lock(const Json& object, const char* key) const {
    return static_cast<LockId>(number(member(object, key), key, lockCount_));
  }

  ThreadId thread(const Json& object, const char* key) const {
    return static_cast<ThreadId>(number(member(object, key), key, threadCount_));
  }

  template <class Value>
  std::optional<Value> perhaps(const Json& object, const char* key, std::uint64_t below) const {
    const Json& value = member(object, key);
    if (value.is_null()) return std::nullopt;
    return static_cast<Value>(number(value, key, below));
  }

  template <class Value, std::size_t kCount>
  Value word(const Json& object, const char* key, const std::array<Value, kCount>& values) const {
    const std::string text = file_.text(object, key);
    for (const Value value : values)
      if (text == wordOf(value)) return value;
    file_.fail(fmt::format("'{}' is not a {}", text, key));
  }

  Mode mode(const Json& object) const {
    const std::string text = file_.text(object, "mode");
    if (text != "shared" && text != "exclusive") file_.fail(fmt::format("'{}' is no mode", text));
    return text == "shared" ? Mode::Shared : Mode::Exclusive;
  }

  Acquisition acquisition(const Json& object) const {
    return word(object, "acquisition",
                std::array{Acquisition::Blocking, Acquisition::Timed, Acquisition::Try});
  }

  std::vector<lockgraph::Hold> holds(const Json& object, const char* key) const {
    std::vector<lockgraph::Hold> result;
    for (const Json& item : file_.list(object, key))
      result.push_back({lock(item, "lock"), narrow(item, "serial")});
    return result;
  }

  std::vector<lockgraph::HeldLock> held(const Json& object) const {
    std::vector<lockgraph::HeldLock> result;
    for (const Json& item : file_.list(object, "held")) {
      result.push_back({lock(item, "lock"), mode(item)});
      if (item.contains("serial")) result.back().serial = narrow(item, "serial");
      result.back().afterWait = item.contains("after_wait") && flag(item, "after_wait");
    }
    return result;
  }

  void addLock(const Json& item) {
    lockgraph::Lock lock;
    lock.kind =
        word(item, "kind",
             std::array{LockKind::Mutex, LockKind::RecursiveMutex, LockKind::ErrorCheckMutex,
                        LockKind::RwLock, LockKind::RwLockPreferWriter, LockKind::SpinLock,
                        LockKind::Semaphore, LockKind::OnceFlag, LockKind::StaticGuard});
    lock.creator = perhaps<ThreadId>(item, "creator", threadCount_);
    lock.createdIn = perhaps<std::uint32_t>(item, "created_in", std::uint64_t{1} << 32);
    lock.sharedAt = perhaps<std::uint64_t>(item, "shared_at", kAny);
    trace_.locks.push_back(lock);
    grounds_.locks.push_back(file_.text(item, "name"));
  }

  void addThread(const Json& item) {
    lockgraph::Thread thread;
    thread.parent = perhaps<ThreadId>(item, "parent", threadCount_);
    thread.parentSegment = narrow(item, "parent_segment");
    thread.parentHolds = holds(item, "parent_holds");
    if (item.contains("cut_at")) thread.cutAt = narrow(item, "cut_at");
    trace_.threads.push_back(std::move(thread));
    grounds_.threads.push_back(file_.text(item, "name"));
  }

  std::uint64_t part(const Json& list, std::size_t place, std::uint64_t below) const {
    if (!list.is_array() || place >= list.size()) file_.fail("a moment has too few numbers");
    return number(list[place], "seen", below);
  }

  // Who takes which lock, and how.
  template <class Taken>
  Taken taken(const Json& item) const {
    Taken taken;
    taken.thread = thread(item, "thread");
    taken.lock = lock(item, "lock");
    taken.mode = mode(item);
    taken.acquisition = acquisition(item);
    return taken;
  }

  void addDependency(const Json& item) {
    constexpr std::uint64_t kSegments = std::uint64_t{1} << 32;
    auto dependency = taken<lockgraph::Dependency>(item);
    dependency.reentrant = flag(item, "again");
    dependency.held = held(item);
    for (const Json& seen : file_.list(item, "seen"))
      dependency.occurrences.push_back(
          {static_cast<std::uint32_t>(part(seen, 0, kSegments)), part(seen, 1, kAny)});
    if (dependency.occurrences.empty()) file_.fail("an acquisition that was never seen");
    if (item.contains("stretches"))
      for (const Json& seen : file_.list(item, "stretches"))
        dependency.stretches.push_back({static_cast<std::uint32_t>(part(seen, 0, kSegments)),
                                        static_cast<std::uint32_t>(part(seen, 1, kSegments)), 0, 0,
                                        part(seen, 2, kAny)});
    dependency.count = dependency.occurrences.size() + dependency.stretches.size();
    dependency.afterWait = item.contains("after_wait") && flag(item, "after_wait");
    if (item.contains("count")) dependency.count = number(member(item, "count"), "count", kAny);
    trace_.dependencies.push_back(std::move(dependency));
  }

  void addUse(const Json& item) {
    auto use = taken<lockgraph::Use>(item);
    use.firstSegment = narrow(item, "first_segment");
    use.segment = narrow(item, "segment");
    if (item.contains("moment")) use.first = narrow(item, "moment");
    if (item.contains("count")) use.count = narrow(item, "count");
    trace_.uses.push_back(use);
  }

  void addWait(const Json& item) {
    lockgraph::Wait wait;
    wait.thread = thread(item, "thread");
    wait.segment = narrow(item, "segment");
    if (item.contains("position")) wait.sequence = number(item["position"], "position", kAny);
    wait.timed = flag(item, "timed");
    wait.held = held(item);
    const auto joins = perhaps<std::uint32_t>(item, "joins", threadCount_);
    wait.kind = joins ? lockgraph::Meeting::Thread : lockgraph::Meeting::Futex;
    wait.object = joins.value_or(0);
    trace_.waits.push_back(std::move(wait));
  }

  void addNotice(const Json& item) {
    lockgraph::Notice notice;
    notice.thread = thread(item, "thread");
    notice.segment = narrow(item, "segment");
    notice.sequence = number(member(item, "position"), "position", kAny);
    notice.order = narrow(item, "moment");
    const std::string kind = file_.text(item, "kind");
    if (kind != "semaphore" && kind != "condition")
      file_.fail(fmt::format("'{}' gives no notices", kind));
    notice.kind =
        kind == "semaphore" ? lockgraph::Meeting::Semaphore : lockgraph::Meeting::Condition;
    notice.object = narrow(item, "object");
    notice.isTaken = flag(item, "taken");
    notice.gaveUp = item.contains("gave_up") && flag(item, "gave_up");
    notice.isLast = item.contains("last") && flag(item, "last");
    notice.isLastOfAll = item.contains("last_of_all") && flag(item, "last_of_all");
    trace_.notices.push_back(notice);
  }

  void addSignal(const Json& item) {
    lockgraph::Signal signal;
    signal.thread = thread(item, "thread");
    signal.segment = narrow(item, "segment");
    signal.held = held(item);
    for (const Json& need : file_.list(item, "needs")) {
      signal.needs.emplace_back();
      signal.needs.back().lock = lock(need, "lock");
      signal.needs.back().mode = mode(need);
      signal.needs.back().acquisition = acquisition(need);
    }
    trace_.signals.push_back(std::move(signal));
  }

  static constexpr std::uint64_t kAny = std::numeric_limits<std::uint64_t>::max();

  const JsonFile& file_;
  const Json& json_;
  std::size_t lockCount_ = 0;
  std::size_t threadCount_ = 0;
  ReadGrounds grounds_;
  lockgraph::Trace& trace_ = grounds_.trace;
};

}  // namespace

ReadGrounds readGrounds(const JsonFile& file, const Json& json) {
  return Reader(file, json).read();
}

}  // namespace gordian::cli
