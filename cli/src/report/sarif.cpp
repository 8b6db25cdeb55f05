// SARIF 2.1.0 by our own emitter (UX.md B9): every step is also a related location, because some
// viewers skip code flows.
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "fingerprint.hpp"
#include "formats.hpp"
#include "reasons.hpp"
#include "rules.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxResults = 5000;
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
  std::size_t thread = 0;
  const Evidence* at = nullptr;
  std::string text;
  std::string held;  // locks that the thread holds then
  unsigned order = 0;
};

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
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.order < b.order; });
  return steps;
}

Json locationOf(const Finding& finding, const Step& step) {
  return locationOf(step.at->site(), finding.threads[step.thread].name + " " + step.text);
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

Json resultOf(const Finding& finding) {
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
  return {{"ruleId", finding.id},
          {"level", severityOf(finding.confidence)},
          {"rank", rank},
          {"message",
           {{"text", fmt::format("{} ({}: {})", finding.message, wordOf(finding.confidence),
                                 finding.reason)}}},
          {"locations", Json::array({locationOf(finding.location(), "")})},
          {"relatedLocations", std::move(related)},
          {"codeFlows", Json::array({{{"threadFlows", threadFlows(finding, steps)}}})},
          {"partialFingerprints", {{"gordian/v1", finding.fingerprint}}}};
}

// With the word in capitals that SARIF viewers show as a sentence.
std::string sentenceOf(std::string_view clause) {
  std::string text(clause);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = char(text[0] - 32);
  return text;
}

Json ruleOf(const Rule& rule) {
  Json tags = Json::array({"concurrency"});
  if (!rule.cwe.empty()) tags.push_back(fmt::format("external/cwe/cwe-{}", rule.cwe));
  const std::string help =
      rule.links.empty() ? std::string(rule.help) : fmt::format("{} ({})", rule.help, rule.links);
  return {{"id", rule.id},
          {"name", rule.name},
          {"shortDescription", {{"text", sentenceOf(rule.meaning)}}},
          {"help", {{"text", sentenceOf(help)}}},
          {"properties", {{"tags", std::move(tags)}}}};
}

Json rulesOf(const Report& report) {
  Json list = Json::array();
  const auto isFound = [&](const Rule& rule) {
    return std::any_of(report.findings.begin(), report.findings.end(),
                       [&](const Finding& finding) { return finding.id == rule.id; });
  };
  for (const Rule& rule : rules())
    if (rule.isReported || isFound(rule)) list.push_back(ruleOf(rule));
  return list;
}

Json notifications(const Report& report) {
  Json list = Json::array();
  const auto add = [&](const char* level, const std::string& text) {
    list.push_back({{"level", level}, {"message", {{"text", text}}}});
  };
  for (const std::string& warning : report.coverage.warnings) add("warning", warning);
  for (const std::string& note : report.coverage.notes) add("note", note);
  if (report.summary.acquisitions == 0) add("error", "nothing was observed");
  if (report.findings.size() > kMaxResults)
    add("warning", fmt::format("{} results are left out", report.findings.size() - kMaxResults));
  return list;
}

}  // namespace

std::string renderSarif(const Report& report) {
  Json results = Json::array();
  for (const Finding& finding : report.findings)
    if (results.size() < kMaxResults) results.push_back(resultOf(finding));
  const Json run = {
      {"tool",
       {{"driver",
         {{"name", "gordian"}, {"semanticVersion", GORDIAN_VERSION}, {"rules", rulesOf(report)}}}}},
      {"invocations", Json::array({{{"executionSuccessful", report.summary.acquisitions > 0},
                                    {"toolExecutionNotifications", notifications(report)}}})},
      {"columnKind", "utf16CodeUnits"},
      {"results", std::move(results)}};
  const Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                     {"version", "2.1.0"},
                     {"runs", Json::array({run})}};
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace gordian::cli
