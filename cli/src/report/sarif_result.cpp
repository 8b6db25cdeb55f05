#include "sarif_result.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fingerprint.hpp"
#include "reasons.hpp"
#include "seen_in.hpp"
#include "static_text.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxLocations = 50;

std::string uriOf(const std::string& path) {
  std::string uri;
  for (const char character : path) {
    const auto byte = static_cast<unsigned char>(character);
    const bool isPlain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                         (byte >= 'a' && byte <= 'z') ||
                         std::string_view("/-._~").find(character) != std::string_view::npos;
    uri += isPlain ? std::string(1, character) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

Json artifact(const std::string& path) {
  const std::string shown = displayPath(path);
  if (!shown.empty() && shown.front() == '/') return {{"uri", "file://" + uriOf(shown)}};
  return {{"uri", uriOf(shown)}, {"uriBaseId", "SRCROOT"}};
}

Json locationOf(const SourceFrame& frame, const std::string& message) {
  Json location = Json::object();
  if (!frame.file.empty()) {
    Json physical = {{"artifactLocation", artifact(frame.file)}};
    if (frame.line > 0) {
      physical["region"]["startLine"] = frame.line;
      if (frame.column > 0) physical["region"]["startColumn"] = frame.column;
    }
    location["physicalLocation"] = std::move(physical);
  }
  if (!frame.function.empty())
    location["logicalLocations"] = Json::array({{{"name", frame.function}, {"kind", "function"}}});
  if (!message.empty()) location["message"]["text"] = message;
  return location;
}

struct Step {
  std::optional<std::size_t> thread;
  const Evidence* at = nullptr;
  std::string text;
  std::string held;  // locks that the thread holds then
  unsigned order = 0;
};

std::string locksOf(const Finding& finding, const Access& access) {
  std::vector<std::string> names;
  for (const Holding& holding : access.held) names.push_back(finding.locks[holding.lock].name);
  return fmt::format("{}", fmt::join(names, ", "));
}

// The interleaving that gets stuck: each takes its first lock, then each asks for the next.
std::vector<Step> stepsOf(const Finding& finding) {
  std::vector<Step> steps;
  unsigned order = 1;
  const auto nameOf = [&](std::size_t lock) { return finding.locks[lock].name; };
  for (const Edge& edge : finding.edges)
    steps.push_back({edge.thread, &edge.heldAt, "locks " + nameOf(edge.held), "", order++});
  for (const Edge& edge : finding.edges)
    steps.push_back(
        {edge.thread, &edge.acquiredAt,
         fmt::format("waits for {}, holding {}", nameOf(edge.acquired), nameOf(edge.held)),
         nameOf(edge.held), order++});
  for (const Moment& moment : finding.moments)
    steps.push_back({moment.thread, &moment.at, deedOf(finding, moment), "",
                     moment.step > 0 ? moment.step : order++});
  for (const Access& access : finding.accesses) {
    const auto& threads = access.threads;
    steps.push_back({threads.empty() ? std::nullopt : std::optional(threads.front()), &access.at,
                     deedOf(finding, access), locksOf(finding, access), order++});
  }
  for (const Note& note : finding.notes) steps.push_back({{}, &note.at, note.text, "", order++});
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.order < b.order; });
  return steps;
}

Json locationOf(const Finding& finding, const Step& step) {
  // An access names its threads itself.
  const bool isNamed = step.thread && finding.accesses.empty();
  return locationOf(step.at->site(),
                    isNamed ? finding.threads[*step.thread].name + " " + step.text : step.text);
}

// The calls that lead there, outermost first, then the step itself.
Json wayTo(const Finding& finding, const Step& step) {
  Json locations = Json::array();
  const auto& frames = step.at->frames;
  for (std::size_t i = std::min(frames.size(), kMaxLocations); i-- > 0;) {
    const bool isThere = i == 0;
    Json location = {{"location", isThere ? locationOf(finding, step) : locationOf(frames[i], "")},
                     {"nestingLevel", frames.size() - 1 - i}};
    if (isThere) location["state"] = {{"locks held", {{"text", step.held}}}};
    locations.push_back(std::move(location));
  }
  return locations;
}

// Of accesses in the source: one flow each, as threads may do them at the same time.
Json accessFlows(const Finding& finding, const std::vector<Step>& steps) {
  Json flows = Json::array();
  for (const Step& step : steps)
    if (step.thread && !step.at->frames.empty() && flows.size() < kMaxLocations)
      flows.push_back(
          {{"id", finding.threads[*step.thread].name}, {"locations", wayTo(finding, step)}});
  return flows;
}

Json threadFlows(const Finding& finding, const std::vector<Step>& steps) {
  Json flows = Json::array();
  for (std::size_t thread = 0; thread < finding.threads.size(); ++thread) {
    Json locations = Json::array();
    for (const Step& step : steps) {
      if (step.thread != thread || locations.size() >= 2 * kMaxLocations) continue;
      locations.push_back({{"location", locationOf(finding, step)},
                           {"executionOrder", step.order},
                           {"state", {{"locks held", {{"text", step.held}}}}}});
    }
    if (!locations.empty() && flows.size() < kMaxLocations)
      flows.push_back({{"id", finding.threads[thread].name}, {"locations", std::move(locations)}});
  }
  return flows;
}

}  // namespace

Json sarifResult(const Finding& finding) {
  const std::vector<Step> steps = stepsOf(finding);
  Json related = Json::array();
  for (const Step& step : steps)
    if (related.size() < kMaxLocations) {
      Json location = locationOf(finding, step);
      location["id"] = related.size();
      related.push_back(std::move(location));
    }
  const double rank = finding.confidence == Confidence::Proven   ? 100.0
                      : finding.confidence == Confidence::Likely ? 70.0
                                                                 : 30.0;
  const std::string runs = finding.runs.empty() ? "" : "; " + allRuns(finding);
  Json result = {{"ruleId", finding.id},
                 {"level", severityOf(finding.confidence)},
                 {"rank", rank},
                 {"message",
                  {{"text", fmt::format("{} ({}: {}{})", finding.message,
                                        wordOf(finding.confidence), finding.reason, runs)}}},
                 {"locations", Json::array({locationOf(finding.location(), "")})},
                 {"relatedLocations", std::move(related)}};
  Json flows = finding.accesses.empty() ? threadFlows(finding, steps) : accessFlows(finding, steps);
  if (!flows.empty()) result["codeFlows"] = Json::array({{{"threadFlows", std::move(flows)}}});
  result["partialFingerprints"] = {{"gordian/v1", finding.fingerprint}};
  if (finding.suppression)
    result["suppressions"] =
        Json::array({{{"kind", finding.suppression->isInSource ? "inSource" : "external"},
                      {"justification", finding.suppression->reason}}});
  return result;
}

Json sarifResult(const GoneFinding& gone) {
  return {{"ruleId", gone.id},
          {"message", {{"text", gone.message}}},
          {"partialFingerprints", {{"gordian/v1", gone.fingerprint}}}};
}

}  // namespace gordian::cli
