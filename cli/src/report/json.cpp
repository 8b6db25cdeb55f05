#include <nlohmann/json.hpp>

#include "formats.hpp"
#include "grounds_json.hpp"
#include "reasons.hpp"
#include "seen_in.hpp"
#include "statistics_json.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

Json locationOf(const SourceFrame& frame) {
  return {{"file", frame.file.empty() ? Json() : Json(frame.file)},
          {"line", frame.line == 0 ? Json() : Json(frame.line)},
          {"column", frame.column == 0 ? Json() : Json(frame.column)},
          {"function", frame.function.empty() ? Json() : Json(frame.function)}};
}

// Where something was made; null when nothing is known.
Json creationOf(const SourceFrame& frame) {
  const bool isKnown = !frame.file.empty() || !frame.function.empty();
  return isKnown ? locationOf(frame) : Json();
}

Json stackOf(const Evidence& evidence) {
  Json stack = Json::array();
  for (const SourceFrame& frame : evidence.frames) {
    Json entry = locationOf(frame);
    entry["module"] = frame.module.empty() ? Json() : Json(frame.module);
    entry["offset"] = frame.offset;
    entry["inlined"] = frame.inlined;
    entry["user"] = frame.user;
    stack.push_back(std::move(entry));
  }
  return stack;
}

const char* modeOf(lockgraph::Mode mode) {
  return mode == lockgraph::Mode::Shared ? "shared" : "exclusive";
}

Json ofRunOf(const OfRun& edge) {
  Json held = Json::array();
  for (const OfRun::Held& one : edge.held) {
    held.push_back({{"lock", one.lock}, {"mode", one.isShared ? "shared" : "exclusive"}});
    if (!one.guardedBy.empty()) held.back()["guarded_by"] = one.guardedBy;
    if (one.isOwn) held.back()["own"] = true;
  }
  return {{"name", runName(edge.run)}, {"part", edge.part}, {"held", std::move(held)}};
}

Json edgeOf(const Finding& finding, const Edge& edge) {
  Json json = {{"held", finding.locks[edge.held].name},
               {"acquired", finding.locks[edge.acquired].name},
               {"thread", finding.threads[edge.thread].name},
               {"mode", modeOf(edge.mode)},
               {"held_mode", modeOf(edge.heldMode)},
               {"count", edge.count},
               {"held_at", stackOf(edge.heldAt)},
               {"acquired_at", stackOf(edge.acquiredAt)}};
  if (!edge.tests.empty()) json["tests"] = edge.tests;
  if (edge.ofRun) json["run"] = ofRunOf(*edge.ofRun);
  return json;
}

Json runsOf(const Finding& finding) {
  Json runs = Json::array();
  for (std::size_t i = 0; i < finding.runs.size(); ++i) {
    const Run& run = finding.runs[i];
    runs.push_back({{"name", runName(i)},
                    {"process", run.process},
                    {"started", timeText(run.startedNs)},
                    {"command", run.command}});
  }
  return runs;
}

Json nameOf(const Finding& finding, const std::optional<std::size_t>& lock) {
  return lock ? Json(finding.locks[*lock].name) : Json();
}

Json momentOf(const Finding& finding, const Moment& moment) {
  return {{"thread", finding.threads[moment.thread].name},
          {"what", moment.what},
          {"lock", nameOf(finding, moment.lock)},
          {"how", moment.how},
          {"step", moment.step},
          {"location", locationOf(moment.at.site())},
          {"stack", stackOf(moment.at)}};
}

Json waitingOf(const Finding& finding, const Waiting& waiting) {
  Json holds = Json::array();
  for (const Holding& holding : waiting.holds)
    holds.push_back({{"lock", finding.locks[holding.lock].name},
                     {"mode", modeOf(holding.mode)},
                     {"acquired_at", stackOf(holding.at)}});
  const auto& next = waiting.next;
  return {{"thread", finding.threads[waiting.thread].name},
          {"tid", waiting.tid},
          {"role", wordOf(waiting.role)},
          {"waits_for", waiting.waitsFor},
          {"lock", nameOf(finding, waiting.lock)},
          {"next", next ? Json(*next) : Json()},
          {"holds", std::move(holds)},
          {"stack", stackOf(waiting.at)}};
}

Json hangOf(const Finding& finding, const HangFacts& hang) {
  Json prediction = Json::array();
  for (const Foretold& known : hang.prediction) prediction.push_back(known.fingerprint);
  Json waiting = Json::array();
  for (const Waiting& one : hang.waiting) waiting.push_back(waitingOf(finding, one));
  return {{"threads", hang.threads},     {"unchanged_ms", hang.unchangedMs},
          {"action", hang.action},       {"waiting", std::move(waiting)},
          {"not_listed", hang.unlisted}, {"prediction", std::move(prediction)}};
}

Json accessOf(const Finding& finding, const Access& access) {
  Json held = Json::array();
  for (const Holding& holding : access.held)
    held.push_back({{"lock", finding.locks[holding.lock].name}, {"mode", modeOf(holding.mode)}});
  Json threads = Json::array();
  for (const std::size_t thread : access.threads) threads.push_back(finding.threads[thread].name);
  return {{"kind", access.isWrite ? "write" : "read"},
          {"object", finding.object},
          {"location", locationOf(access.at.site())},
          {"locks_held", std::move(held)},
          {"threads", std::move(threads)},
          {"stack", stackOf(access.at)}};
}

Json noteOf(const Note& note) {
  return {
      {"text", note.text}, {"location", locationOf(note.at.site())}, {"stack", stackOf(note.at)}};
}

Json findingOf(const Finding& finding) {
  Json json = {{"id", finding.id},
               {"rule", finding.rule},
               {"fingerprint", finding.fingerprint},
               {"origin", wordOf(finding.origin)},
               {"confidence", wordOf(finding.confidence)},
               {"reason", finding.reason},
               {"message", finding.message},
               {"location", locationOf(finding.location())}};
  Json& locks = json["locks"] = Json::array();
  for (const Lock& lock : finding.locks)
    locks.push_back(
        {{"name", lock.name}, {"class", lock.className}, {"created", creationOf(lock.created)}});
  Json& threads = json["threads"] = Json::array();
  for (const Thread& thread : finding.threads)
    threads.push_back({{"name", thread.name},
                       {"process", thread.process},
                       {"created", creationOf(thread.created)}});
  Json& edges = json["edges"] = Json::array();
  for (const Edge& edge : finding.edges) edges.push_back(edgeOf(finding, edge));
  for (const Moment& moment : finding.moments) json["moments"].push_back(momentOf(finding, moment));
  if (finding.hang) json["hang"] = hangOf(finding, *finding.hang);
  if (!finding.story.empty()) json["story"] = finding.story;
  Json& accesses = json["accesses"] = Json::array();
  for (const Access& access : finding.accesses) accesses.push_back(accessOf(finding, access));
  for (const Note& note : finding.notes) json["notes"].push_back(noteOf(note));
  if (!finding.object.empty()) json["object"] = finding.object;
  if (finding.suppression)
    json["suppression"] = {{"kind", finding.suppression->isInSource ? "source" : "file"},
                           {"reason", finding.suppression->reason}};
  if (finding.grounds) json["grounds"] = groundsJson(*finding.grounds);
  if (!finding.runs.empty()) json["runs"] = runsOf(finding);
  json["tests"] = finding.tests;
  json["processes"] = finding.processes;
  return json;
}

Json listOf(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) list.push_back(findingOf(finding));
  return list;
}

}  // namespace

Json stackJson(const Evidence& evidence) {
  return stackOf(evidence);
}

std::string renderJson(const Report& report) {
  std::vector<std::string> notes = report.coverage.warnings;
  notes.insert(notes.end(), report.coverage.notes.begin(), report.coverage.notes.end());
  Json json = {{"schema", "gordian-report/1"},
               {"tool", {{"name", "gordian"}, {"version", GORDIAN_VERSION}}},
               {"command", report.command},
               {"summary",
                {{"processes", report.summary.processes},
                 {"threads", report.summary.threads},
                 {"locks", report.summary.locks},
                 {"acquisitions", report.summary.acquisitions},
                 {"edges", report.summary.edges},
                 {"findings", report.findings.size()}}},
               {"coverage",
                {{"notes", notes},
                 {"blind", report.coverage.blind},
                 {"stacks_complete", report.coverage.stacksComplete}}},
               {"findings", listOf(report.findings)},
               {"ruled_out", listOf(report.ruledOut)}};
  if (report.check)
    json["check"] = {{"units", report.check->units},
                     {"incomplete", report.check->incomplete},
                     {"functions", report.check->functions},
                     {"accesses", report.check->accesses}};
  if (!report.suppressed.empty()) json["suppressed"] = listOf(report.suppressed);
  if (!report.known.empty()) json["known"] = listOf(report.known);
  for (const GoneFinding& gone : report.gone)
    json["gone"].push_back(
        {{"id", gone.id}, {"fingerprint", gone.fingerprint}, {"message", gone.message}});
  if (report.statistics) json["stats"] = statisticsJson(*report.statistics);
  // Names and paths may be any bytes: what is not UTF-8 becomes U+FFFD, and nothing beyond ASCII
  // is written as it is, so that the file is harmless on a terminal.
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace gordian::cli
