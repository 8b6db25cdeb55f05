#include "grounds_json.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;
using lockgraph::Trace;

template <class Id>
Json number(Id id) {
  return static_cast<std::uint32_t>(id);
}

template <class Value>
Json perhaps(const std::optional<Value>& value) {
  return value ? Json(static_cast<std::uint64_t>(*value)) : Json();
}

const char* modeOf(lockgraph::Mode mode) {
  return mode == lockgraph::Mode::Shared ? "shared" : "exclusive";
}

Json heldOf(const std::vector<lockgraph::HeldLock>& held) {
  Json list = Json::array();
  for (const auto& one : held) {
    Json item = {{"lock", number(one.lock)}, {"mode", modeOf(one.mode)}};
    if (one.serial != 0) item["serial"] = one.serial;
    if (one.afterWait) item["after_wait"] = true;
    list.push_back(std::move(item));
  }
  return list;
}

Json holdsOf(const std::vector<lockgraph::Hold>& holds) {
  Json list = Json::array();
  for (const auto& hold : holds)
    list.push_back({{"lock", number(hold.lock)}, {"serial", hold.serial}});
  return list;
}

Json dependencyOf(const lockgraph::Dependency& one) {
  Json seen = Json::array();
  for (const auto& at : one.occurrences) seen.push_back({at.segment, at.sequence});
  Json json = {{"thread", number(one.thread)}, {"lock", number(one.lock)},
               {"mode", modeOf(one.mode)},     {"acquisition", wordOf(one.acquisition)},
               {"again", one.reentrant},       {"held", heldOf(one.held)},
               {"seen", std::move(seen)}};
  for (const auto& at : one.stretches) json["stretches"].push_back({at.first, at.last, at.end});
  if (one.afterWait) json["after_wait"] = true;
  if (one.count > one.occurrences.size() + one.stretches.size()) json["count"] = one.count;
  return json;
}

Json useOf(const lockgraph::Use& use) {
  Json json = {{"thread", number(use.thread)},      {"lock", number(use.lock)},
               {"mode", modeOf(use.mode)},          {"acquisition", wordOf(use.acquisition)},
               {"first_segment", use.firstSegment}, {"segment", use.segment}};
  if (use.first != 0) json["moment"] = use.first;
  if (use.count != 0) json["count"] = use.count;
  return json;
}

Json signalOf(const lockgraph::Signal& signal) {
  Json needs = Json::array();
  for (const auto& need : signal.needs)
    needs.push_back({{"lock", number(need.lock)},
                     {"mode", modeOf(need.mode)},
                     {"acquisition", wordOf(need.acquisition)}});
  return {{"thread", number(signal.thread)},
          {"segment", signal.segment},
          {"held", heldOf(signal.held)},
          {"needs", std::move(needs)}};
}

Json noticeOf(const lockgraph::Notice& notice) {
  Json json = {{"thread", number(notice.thread)},
               {"segment", notice.segment},
               {"position", notice.sequence},
               {"moment", notice.order},
               {"kind", notice.kind == lockgraph::Meeting::Semaphore ? "semaphore" : "condition"},
               {"object", notice.object},
               {"taken", notice.isTaken}};
  if (notice.gaveUp) json["gave_up"] = true;
  if (notice.isLast) json["last"] = true;
  if (notice.isLastOfAll) json["last_of_all"] = true;
  return json;
}

Json waitOf(const lockgraph::Wait& wait) {
  return {{"thread", number(wait.thread)},
          {"segment", wait.segment},
          {"position", wait.sequence},
          {"joins", wait.kind == lockgraph::Meeting::Thread ? Json(wait.object) : Json()},
          {"timed", wait.timed},
          {"held", heldOf(wait.held)}};
}

Json threadsOf(const Grounds& grounds) {
  Json list = Json::array();
  const auto& threads = grounds.facts.trace.threads;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    Json item = {{"name", grounds.threads[i]},
                 {"parent", perhaps(threads[i].parent)},
                 {"parent_segment", threads[i].parentSegment},
                 {"parent_holds", holdsOf(threads[i].parentHolds)}};
    if (threads[i].cutAt) item["cut_at"] = *threads[i].cutAt;
    list.push_back(std::move(item));
  }
  return list;
}

Json locksOf(const Grounds& grounds) {
  Json list = Json::array();
  const auto& locks = grounds.facts.trace.locks;
  for (std::size_t i = 0; i < locks.size(); ++i)
    list.push_back({{"name", grounds.locks[i]},
                    {"kind", wordOf(locks[i].kind)},
                    {"creator", perhaps(locks[i].creator)},
                    {"created_in", perhaps(locks[i].createdIn)},
                    {"shared_at", perhaps(locks[i].sharedAt)}});
  return list;
}

}  // namespace

Json groundsJson(const Grounds& grounds) {
  const Trace& trace = grounds.facts.trace;
  Json json = {{"all_acquisitions", grounds.facts.hasAllAcquisitions},
               {"all_order", grounds.facts.hasAllOrder},
               {"locks", locksOf(grounds)},
               {"threads", threadsOf(grounds)}};
  const auto add = [&](const char* name, const auto& items, auto toJson) {
    Json& list = json[name] = Json::array();
    for (const auto& item : items) list.push_back(toJson(item));
  };
  add("joins", trace.joins, [](const lockgraph::Join& join) {
    return Json{{"joiner", number(join.joiner)},
                {"segment", join.segment},
                {"joined", number(join.joined)},
                {"holds", holdsOf(join.holds)}};
  });
  add("passes", trace.passes, [&](const lockgraph::Pass& pass) {
    const lockgraph::Once& once = trace.onces[pass.once];
    return Json{{"thread", number(pass.thread)},
                {"segment", pass.segment},
                {"runner", number(once.runner)},
                {"first", once.first},
                {"last", once.last}};
  });
  add("dependencies", trace.dependencies, dependencyOf);
  add("uses", trace.uses, useOf);
  add("waits", trace.waits, waitOf);
  add("signals", trace.signals, signalOf);
  if (!trace.notices.empty()) add("notices", trace.notices, noticeOf);
  return json;
}

const char* wordOf(lockgraph::LockKind kind) {
  switch (kind) {
    case lockgraph::LockKind::Mutex:
      return "mutex";
    case lockgraph::LockKind::RecursiveMutex:
      return "recursive mutex";
    case lockgraph::LockKind::ErrorCheckMutex:
      return "error checking mutex";
    case lockgraph::LockKind::RwLock:
      return "rwlock";
    case lockgraph::LockKind::RwLockPreferWriter:
      return "rwlock, writers first";
    case lockgraph::LockKind::SpinLock:
      return "spin lock";
    case lockgraph::LockKind::Semaphore:
      return "semaphore";
    case lockgraph::LockKind::OnceFlag:
      return "once flag";
    case lockgraph::LockKind::StaticGuard:
      return "static";
  }
  return "";
}

const char* wordOf(lockgraph::Acquisition acquisition) {
  if (acquisition == lockgraph::Acquisition::Blocking) return "blocking";
  return acquisition == lockgraph::Acquisition::Timed ? "timed" : "try";
}

}  // namespace gordian::cli
