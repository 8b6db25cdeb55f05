// SARIF 2.1.0 by our own emitter (UX.md B9).
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "formats.hpp"
#include "rules.hpp"
#include "sarif_result.hpp"

namespace gordian::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxResults = 5000;

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

Json allRules() {
  Json list = Json::array();
  for (const Rule& rule : rules()) list.push_back(ruleOf(rule));
  return list;
}

bool isSuccessful(const Report& report) {
  return report.check ? report.check->incomplete == 0 : report.summary.acquisitions > 0;
}

// The results that count, then those that do not.
Json resultsOf(const Report& report) {
  Json results = Json::array();
  const auto add = [&](const auto& list, const char* state) {
    for (const auto& item : list) {
      if (results.size() == kMaxResults) return;
      results.push_back(sarifResult(item));
      if (report.hasBaseline) results.back()["baselineState"] = state;
    }
  };
  add(report.findings, "new");
  add(report.suppressed, "new");
  add(report.known, "unchanged");
  add(report.gone, "absent");
  return results;
}

Json notifications(const Report& report) {
  Json list = Json::array();
  const auto add = [&](const char* level, const std::string& text) {
    list.push_back({{"level", level}, {"message", {{"text", text}}}});
  };
  for (const std::string& warning : report.coverage.warnings) add("warning", warning);
  for (const std::string& note : report.coverage.notes) add("note", note);
  if (!isSuccessful(report))
    add("error", report.check ? fmt::format("{} of {} units could not be read wholly",
                                            report.check->incomplete, report.check->units)
                              : std::string("nothing was observed"));
  const std::size_t results =
      report.findings.size() + report.suppressed.size() + report.known.size() + report.gone.size();
  if (results > kMaxResults)
    add("warning", fmt::format("{} results are left out", results - kMaxResults));
  return list;
}

}  // namespace

std::string renderSarif(const Report& report) {
  const Json run = {
      {"tool",
       {{"driver",
         {{"name", "gordian"}, {"semanticVersion", GORDIAN_VERSION}, {"rules", allRules()}}}}},
      {"invocations", Json::array({{{"executionSuccessful", isSuccessful(report)},
                                    {"toolExecutionNotifications", notifications(report)}}})},
      {"columnKind", "utf16CodeUnits"},
      {"results", resultsOf(report)}};
  const Json json = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                     {"version", "2.1.0"},
                     {"runs", Json::array({run})}};
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace gordian::cli
