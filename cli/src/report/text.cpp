#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "fingerprint.hpp"
#include "hang_text.hpp"
#include "printable.hpp"
#include "reasons.hpp"
#include "static_text.hpp"
#include "statistics_text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string some(std::uint64_t number, const char* one, const char* many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string coloured(const Finding& finding) {
  std::string line = headline(finding);
  const std::string severity = fmt::format(" {}: ", severityOf(finding.confidence));
  const auto at = line.find(severity);
  if (at == std::string::npos) return line;
  const char* const colour = finding.confidence == Confidence::Proven   ? "\033[1;31m"
                             : finding.confidence == Confidence::Likely ? "\033[1;35m"
                                                                        : "\033[1;36m";
  return fmt::format("\033[1m{}{}{}\033[0m\033[1m{}\033[0m", line.substr(0, at), colour, severity,
                     line.substr(at + severity.size()));
}

std::size_t lineCount(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string noteLines(const Coverage& coverage) {
  std::string text;
  for (const std::string& note : coverage.notes) text += fmt::format("gordian: note: {}\n", note);
  if (!coverage.blind.empty())
    text += fmt::format("gordian: note: calls not seen: {}\n", fmt::join(coverage.blind, ", "));
  return text;
}

std::string ruledOutLines(const Report& report) {
  if (report.ruledOut.empty()) return "gordian: nothing was ruled out\n";
  std::string text = fmt::format("gordian: ruled out, with the test that refuted it ({}):\n",
                                 report.ruledOut.size());
  for (const Finding& finding : report.ruledOut) {
    std::string locks;
    for (const Lock& lock : finding.locks) locks += lock.name + " -> ";
    if (finding.edges.empty())
      locks = finding.message;
    else
      locks += finding.locks.front().name;
    text += fmt::format("  {}: {}\n", shortSite(finding.location()), shortened(locks, 60));
    text += fmt::format("      {} [{} {}]\n", finding.reason, finding.id, finding.fingerprint);
  }
  return text;
}

// Of cycles that the hangs of this report are made of.
std::set<std::string> happened(const Report& report) {
  std::set<std::string> fingerprints;
  for (const Finding& finding : report.findings)
    if (finding.hang)
      for (const Foretold& known : finding.hang->prediction) fingerprints.insert(known.fingerprint);
  return fingerprints;
}

}  // namespace

std::string displayPath(const std::string& path) {
  std::error_code error;
  const auto here = std::filesystem::current_path(error);
  if (error || path.empty() || path.front() != '/') return path;
  const std::string start = here.native() == "/" ? "/" : here.native() + "/";
  return path.compare(0, start.size(), start) == 0 ? path.substr(start.size()) : path;
}

std::string shortSite(const SourceFrame& frame) {
  if (!frame.file.empty()) return fmt::format("{}:{}", baseName(frame.file), frame.line);
  if (!frame.function.empty()) return frame.function;
  if (!frame.module.empty()) return fmt::format("{}+0x{:x}", baseName(frame.module), frame.offset);
  return "?";
}

std::string headline(const Finding& finding) {
  const SourceFrame& at = finding.location();
  const std::string where = !at.file.empty()     ? displayPath(at.file)
                            : !at.module.empty() ? displayPath(at.module)
                                                 : std::string("unknown");
  return fmt::format("{}:{}:{}: {}: {} [{} {}]", where, at.line, at.column,
                     severityOf(finding.confidence), finding.message, finding.id,
                     finding.fingerprint);
}

std::string summaryLine(const Report& report) {
  const Summary& summary = report.summary;
  std::string text = "gordian: ";
  if (report.check)
    text += fmt::format("{}, {}, {}, {}", some(report.check->units, "unit", "units"),
                        some(report.check->functions, "function", "functions"),
                        some(summary.locks, "lock", "locks"),
                        some(report.check->accesses, "shared access", "shared accesses"));
  else
    text += fmt::format("{}, {}, {}", some(summary.processes, "process", "processes"),
                        some(summary.locks, "lock", "locks"),
                        some(summary.acquisitions, "acquisition", "acquisitions"));
  text += ", " + some(report.findings.size(), "finding", "findings");
  if (!report.known.empty()) text += fmt::format(", {} known", grouped(report.known.size()));
  if (!report.suppressed.empty())
    text += fmt::format(", {} suppressed", grouped(report.suppressed.size()));
  return text;
}

std::string renderFinding(const Finding& finding, const TextOptions& options,
                          const std::string& more) {
  std::string text = (options.colour ? coloured(finding) : headline(finding)) + "\n";
  if (options.quiet) return text;
  if (finding.hang) return text + hangText(finding, more);
  if (finding.edges.empty() && finding.moments.empty()) return text + staticText(finding);
  text += "\n" + sentence(finding) + "\n" + picture(finding) + "\n";
  const std::string rest = calledFrom(finding) + advice(finding, more);
  const std::size_t used = lineCount(text) + lineCount(rest);
  constexpr std::size_t kScreen = 24;
  constexpr std::size_t kLongCycle = 4;  // which need not fit on one screen
  const std::size_t room = kScreen - std::min(kScreen, used);
  text += sourceLines(finding, finding.edges.size() <= 2 ? room : std::max(room, kLongCycle));
  return text + rest;
}

std::string renderText(const Report& original, const TextOptions& options) {
  const Report report = printable(original);
  const std::string more = report.recordings.empty() ? "" : " " + report.recordings;
  std::string text;
  std::size_t shown = 0;
  std::size_t left = report.findings.size();
  const std::set<std::string> known = happened(report);
  for (const Finding& finding : report.findings) {
    const std::size_t rest = left--;
    if (options.said.count(finding.fingerprint) > 0) continue;
    if (shown == options.maxFindings) {
      text += fmt::format(
          "gordian: {} more findings are not shown here; --report=FILE has them all\n", rest);
      break;
    }
    if (known.count(finding.fingerprint) > 0 && !options.quiet) {
      text += headline(finding) + "\n";
      text += fmt::format("  this happened, as told above; its orders: gordian show {}{}\n\n",
                          finding.fingerprint, more);
      ++shown;
      continue;
    }
    text += renderFinding(finding, options, more);
    if (!options.quiet) text += "\n";
    ++shown;
  }
  if (options.explain) text += ruledOutLines(report);
  // Quiet or not: a run that missed something must not look clean.
  for (const std::string& warning : report.coverage.warnings)
    text += fmt::format("gordian: warning: {}\n", warning);
  if (options.quiet) return text;
  if (report.statistics) text += statisticsText(*report.statistics);
  if (!report.findings.empty()) text += noteLines(report.coverage);
  if (!report.gone.empty())
    text += fmt::format("gordian: {} of the baseline {} gone: gordian baseline prune\n",
                        some(report.gone.size(), "finding", "findings"),
                        report.gone.size() == 1 ? "is" : "are");
  text += summaryLine(report) + "\n";
  return text;
}

}  // namespace gordian::cli
