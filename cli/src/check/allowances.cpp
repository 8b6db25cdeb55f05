#include "allowances.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../report/finding_list.hpp"
#include "../report/rules.hpp"
#include "command_words.hpp"

namespace gordian::cli {
namespace {

std::vector<std::string> idsIn(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  return splitWords(text);
}

bool isBlankOrComment(const std::string& line) {
  const auto begin = line.find_first_not_of(" \t");
  return begin == std::string::npos || line.compare(begin, 2, "//") == 0;
}

// The line that a comment at `at` speaks of.
std::uint32_t coveredLine(SourceText& source, const SourceFrame& at) {
  constexpr std::uint32_t kFurther = 10;
  const auto own = source.line(at.file, at.line);
  const bool isAlone = own && isBlankOrComment(*own);
  for (std::uint32_t line = at.line + 1; isAlone && line <= at.line + kFurther; ++line) {
    const auto text = source.line(at.file, line);
    if (text && !isBlankOrComment(*text)) return line;
  }
  return at.line;
}

bool isThere(const SourceFrame& place, const std::string& file, std::uint32_t line) {
  return place.line == line && place.file == file;
}

}  // namespace

void Allowances::add(const analyzer::Unit& unit) {
  for (const analyzer::Allowance& written : unit.allowances) {
    const analyzer::File& file = unit.files[written.location.file];
    const std::uint32_t line = written.location.line;
    if (file.isSystem || allowances_.count({file.path, line}) > 0) continue;
    Allowance allowance;
    allowance.at.file = file.path;
    allowance.at.line = line;
    allowance.at.column = written.location.column;
    allowance.at.user = true;
    allowance.ids = idsIn(written.ids);
    allowance.reason = written.reason;
    allowance.covered = coveredLine(source_, allowance.at);
    allowances_.emplace(std::pair(file.path, line), std::move(allowance));
  }
}

bool Allowances::isAllowed(const Finding& finding, const Allowance& allowance) const {
  if (std::find(allowance.ids.begin(), allowance.ids.end(), finding.id) == allowance.ids.end())
    return false;
  const auto has = [&](const SourceFrame& place) {
    return isThere(place, allowance.at.file, allowance.covered);
  };
  const auto isAt = [&](const auto& item) { return has(item.at.site()); };
  return has(finding.location()) || has(finding.declared) ||
         std::any_of(finding.accesses.begin(), finding.accesses.end(), isAt) ||
         std::any_of(finding.notes.begin(), finding.notes.end(), isAt) ||
         std::any_of(finding.edges.begin(), finding.edges.end(), [&](const Edge& edge) {
           return has(edge.heldAt.site()) || has(edge.acquiredAt.site());
         });
}

// Why it is not applied.
std::string Allowances::mistakeIn(const Allowance& allowance) {
  if (allowance.ids.empty()) return "names no id";
  for (const std::string& id : allowance.ids) {
    if (id == "*" || id == "all") return "is for all ids";
    if (findRule(id) == nullptr) return fmt::format("names '{}', which no finding is called", id);
  }
  return allowance.reason.find_first_not_of(' ') == std::string::npos ? "has no reason" : "";
}

void Allowances::tell(Report& report, const Allowance& allowance,
                      Suppressions::Telling telling) const {
  if (telling == Suppressions::Telling::Nothing) return;
  const std::string ids = fmt::format("{}", fmt::join(allowance.ids, ", "));
  const std::string mistake = mistakeIn(allowance);
  if (!mistake.empty()) {
    addFinding(report.findings, suppressionFinding("GD903", allowance.at, ids,
                                                   fmt::format("allow({}) here {}", ids, mistake),
                                                   "so it is not applied"));
  } else if (telling == Suppressions::Telling::Unused && !allowance.isUsed) {
    addFinding(report.findings, suppressionFinding("GD901", allowance.at, ids,
                                                   fmt::format("nothing needs allow({})", ids),
                                                   "no finding is at this line"));
  }
}

void Allowances::apply(Report& report, Suppressions::Telling telling) {
  for (auto& [place, allowance] : allowances_) {
    if (!mistakeIn(allowance).empty()) continue;
    const auto isKept = [&, &allowed = allowance](const Finding& finding) {
      return !isAllowed(finding, allowed);
    };
    const auto first =
        std::stable_partition(report.findings.begin(), report.findings.end(), isKept);
    allowance.isUsed = first != report.findings.end();
    for (auto at = first; at != report.findings.end(); ++at) {
      at->suppression = Suppression{true, allowance.reason};
      report.suppressed.push_back(std::move(*at));
    }
    report.findings.erase(first, report.findings.end());
  }
  // Two at lines of one finding: both are needed, although the first one took it.
  for (auto& [place, allowance] : allowances_)
    allowance.isUsed |= std::any_of(
        report.suppressed.begin(), report.suppressed.end(),
        [&, &allowed = allowance](const Finding& finding) { return isAllowed(finding, allowed); });
  for (const auto& [place, allowance] : allowances_) tell(report, allowance, telling);
  sortFindings(report.findings);
  sortFindings(report.suppressed);
}

}  // namespace gordian::cli
