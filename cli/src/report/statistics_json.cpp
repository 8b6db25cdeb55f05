#include "statistics_json.hpp"

#include "statistics.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

void addNumbers(Json& json, const LockStats& stats) {
  json["acquisitions"] = stats.acquisitions;
  json["contended"] = stats.contended;
  json["contended_share"] = shareOf(stats.contended, stats.acquisitions);
  json["waits"] = stats.waits;
  json["wait_ns"] = stats.wait;
  json["longest_wait_ns"] = stats.longestWait;
  json["wait_share"] = stats.waitShare;
  json["hold_ns"] = stats.hold;
  json["longest_hold_ns"] = stats.longestHold;
  json["hold_share"] = stats.holdShare;
  json["hand_overs"] = stats.handOvers;
}

Json lockJson(const LockStats& stats) {
  Json json = {{"name", stats.name},
               {"class", stats.className},
               {"mode", stats.isShared ? "shared" : "exclusive"},
               {"locks", stats.locks},
               {"threads", stats.threads}};
  addNumbers(json, stats);
  json["longest_hold_at"] = stackJson(stats.longestHoldAt);
  return json;
}

Json gilJson(const std::optional<LockStats>& gil) {
  if (!gil) return {};
  Json json = Json::object();
  addNumbers(json, *gil);
  return json;
}

Json numberOrNull(const std::optional<double>& number) {
  return number ? Json(*number) : Json();
}

Json threadJson(const ThreadStats& thread) {
  return {{"name", thread.name},  {"process", thread.process},       {"life_ns", thread.life},
          {"cpu_ns", thread.cpu}, {"lock_wait_ns", thread.lockWait}, {"gil", gilJson(thread.gil)}};
}

Json processJson(const ProcessStats& process) {
  return {{"name", process.name},
          {"process", process.process},
          {"threads", process.threads},
          {"wall_ns", process.wall == 0 ? Json() : Json(process.wall)},
          {"cpu_ns", process.wall == 0 ? Json() : Json(process.cpu)},
          {"spin_ns", process.wall == 0 ? Json() : Json(process.spin)},
          {"life_ns", process.life},
          {"lock_wait_ns", process.lockWait},
          {"effective_parallelism", numberOrNull(effectiveParallelism(process))},
          {"threads_not_waiting", numberOrNull(threadsNotWaiting(process))},
          {"gil", gilJson(process.gil)}};
}

}  // namespace

Json statisticsJson(const Statistics& statistics) {
  Json json = {{"processes", Json::array()}, {"threads", Json::array()}, {"locks", Json::array()}};
  for (const ProcessStats& process : statistics.processes)
    json["processes"].push_back(processJson(process));
  for (const ThreadStats& thread : statistics.threads)
    json["threads"].push_back(threadJson(thread));
  for (const LockStats& lock : statistics.locks) json["locks"].push_back(lockJson(lock));
  return json;
}

}  // namespace gordian::cli
