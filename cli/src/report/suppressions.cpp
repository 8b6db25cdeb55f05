#include "suppressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "declared_order.hpp"
#include "finding_list.hpp"
#include "fingerprint.hpp"
#include "rules.hpp"

namespace gordian::cli {
namespace {

bool isNamed(const std::string& pattern, const Lock& lock) {
  return matchesPattern(pattern, lock.name) || matchesPattern(pattern, lock.className);
}

// The edge is one of the cycle's; of what is no cycle all of the locks take part.
bool hasEdge(const Finding& finding, const std::vector<std::string>& edge) {
  const auto& locks = finding.locks;
  if (edge.size() == 2 && !finding.edges.empty())
    return std::any_of(finding.edges.begin(), finding.edges.end(), [&](const Edge& found) {
      return isNamed(edge[0], locks[found.held]) && isNamed(edge[1], locks[found.acquired]);
    });
  return std::all_of(edge.begin(), edge.end(), [&](const std::string& name) {
    return std::any_of(locks.begin(), locks.end(),
                       [&](const Lock& lock) { return isNamed(name, lock); });
  });
}

bool matches(const SuppressRule& rule, const Finding& finding) {
  if (rule.id != finding.id) return false;
  if (!rule.field.empty() && !matchesPattern(rule.field, finding.object)) return false;
  return hasEdge(finding, rule.edge);
}

bool isBroad(const SuppressRule& rule) {
  if (rule.edge.empty() && rule.field.empty()) return true;
  const auto isWild = [](const std::string& name) { return name.find('*') != std::string::npos; };
  return isWild(rule.field) || std::any_of(rule.edge.begin(), rule.edge.end(), isWild);
}

std::string subjectOf(const SuppressRule& rule) {
  if (!rule.field.empty()) return fmt::format("{} of {}", rule.id, rule.field);
  if (rule.edge.empty()) return rule.id;
  return fmt::format("{} of {}", rule.id, fmt::join(rule.edge, " -> "));
}

}  // namespace

Suppressions::Suppressions(std::vector<SuppressRule> rules, std::string today)
    : rules_(std::move(rules)), today_(std::move(today)) {}

void Suppressions::apply(Report& report, Telling telling) const {
  std::vector<Finding> told;
  for (const SuppressRule& rule : rules_) {
    const std::string subject = subjectOf(rule);
    if (!rule.until.empty() && rule.until < today_) {
      told.push_back(suppressionFinding(
          "GD902", rule.at, subject,
          fmt::format("the suppression of {} has expired on {}", subject, rule.until),
          "its last day is over, so it is not applied"));
      continue;
    }
    if (isBroad(rule) && !rule.allowsBroad) {
      told.push_back(suppressionFinding(
          "GD903", rule.at, subject, fmt::format("the suppression of {} is too broad", subject),
          "it names no edge and no field, or has a * in a name, so it is not applied"));
      continue;
    }
    const auto isKept = [&](const Finding& finding) { return !matches(rule, finding); };
    const auto first =
        std::stable_partition(report.findings.begin(), report.findings.end(), isKept);
    const bool isUsed = first != report.findings.end();
    for (auto at = first; at != report.findings.end(); ++at) {
      at->suppression = Suppression{false, rule.reason};
      report.suppressed.push_back(std::move(*at));
    }
    report.findings.erase(first, report.findings.end());
    if (!isUsed && telling == Telling::Unused)
      told.push_back(suppressionFinding("GD901", rule.at, subject,
                                        fmt::format("nothing needs the suppression of {}", subject),
                                        "no finding matches it"));
  }
  if (telling == Telling::Nothing) told.clear();
  for (Finding& finding : told) addFinding(report.findings, std::move(finding));
  sortFindings(report.findings);
  sortFindings(report.suppressed);
}

Finding suppressionFinding(const char* id, const SourceFrame& at, std::string object,
                           std::string message, std::string reason) {
  Finding finding;
  finding.id = id;
  finding.rule = findRule(id)->slug;
  finding.origin = Origin::Static;
  finding.confidence = finding.verdict = Confidence::Possible;
  finding.message = std::move(message);
  finding.reason = std::move(reason);
  finding.object = std::move(object);
  finding.place.frames = {at};
  finding.fingerprint = fingerprintOf(finding);
  return finding;
}

std::string today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char text[16];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &local)};
}

}  // namespace gordian::cli
