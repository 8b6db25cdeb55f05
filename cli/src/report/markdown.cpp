#include <fmt/format.h>

#include <algorithm>

#include "formats.hpp"
#include "printable.hpp"
#include "reasons.hpp"
#include "seen_in.hpp"
#include "static_text.hpp"
#include "statistics.hpp"
#include "statistics_text.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

// Read text shows as itself: nothing in it is markup.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (std::string_view("\\`*_{}[]<>()#+-.!|&~@").find(character) != std::string_view::npos)
      result += character == '<' || character == '&' ? fmt::format("&#{};", int{character})
                                                     : std::string("\\") + character;
    else
      result += character;
  }
  return result;
}

std::string momentTable(const Finding& finding) {
  constexpr std::size_t kMaxRows = 50;
  std::string text = "| thread | what | at |\n|---|---|---|\n";
  std::size_t rows = 0;
  for (const Moment& moment : finding.moments) {
    if (rows++ == kMaxRows) {
      text += fmt::format("| | and {} more | |\n", finding.moments.size() - kMaxRows);
      break;
    }
    text += fmt::format("| {} | {} | {} |\n", escaped(finding.threads[moment.thread].name),
                        escaped(deedOf(finding, moment)), escaped(shortSite(moment.at.site())));
  }
  return text;
}

std::string placeTable(const Finding& finding) {
  constexpr std::size_t kMaxRows = 50;
  std::string text = "| what | at |\n|---|---|\n";
  std::size_t rows = 0;
  const auto add = [&](const std::string& what, const SourceFrame& at) {
    if (rows++ < kMaxRows)
      text += fmt::format("| {} | {} |\n", escaped(what), escaped(shortSite(at)));
  };
  for (const Access& access : finding.accesses) add(deedOf(finding, access), access.at.site());
  for (const Note& note : finding.notes) add(note.text, note.at.site());
  if (rows > kMaxRows) text += fmt::format("| and {} more | |\n", rows - kMaxRows);
  return text;
}

std::string sectionOf(const Finding& finding) {
  std::string text = fmt::format("## {} {} ({})\n\n", finding.id, escaped(finding.message),
                                 wordOf(finding.confidence));
  text += fmt::format("At {}, fingerprint `{}`.\n\n", escaped(shortSite(finding.location())),
                      finding.fingerprint);
  if (!finding.story.empty()) text += escaped(finding.story) + "\n\n";
  if (finding.edges.empty())
    return text + (finding.moments.empty() ? placeTable(finding) : momentTable(finding)) +
           fmt::format("\nWhy believable: {}.\n\n", escaped(finding.reason));
  text += "| thread | holds | since | asks for | at | seen |\n|---|---|---|---|---|---:|\n";
  for (const Edge& edge : finding.edges)
    text +=
        fmt::format("| {} | {} | {} | {} | {} | {} |\n", escaped(finding.threads[edge.thread].name),
                    escaped(finding.locks[edge.held].name), escaped(shortSite(edge.heldAt.site())),
                    escaped(finding.locks[edge.acquired].name),
                    escaped(shortSite(edge.acquiredAt.site())), edge.count);
  text += fmt::format("\nWhy believable: {}.\n\n", escaped(finding.reason));
  return finding.runs.empty() ? text : text + escaped(allRuns(finding)) + "\n\n";
}

std::string statisticsSection(const Statistics& statistics) {
  constexpr std::size_t kMaxRows = 50;
  std::string text = "## Locks by wait time\n\n";
  for (const ProcessStats& process : statistics.processes) {
    const auto effective = effectiveParallelism(process);
    if (effective)
      text += fmt::format("- {} ({}): effective parallelism {:.2f}, {} CPU in {}\n",
                          escaped(process.name), process.process, *effective,
                          durationText(process.cpu), durationText(process.wall));
    if (process.gil)
      text += fmt::format("- GIL of {} ({}): {} timed waits, {} hand-overs, waited {}\n",
                          escaped(process.name), process.process, process.gil->waits,
                          process.gil->handOvers, durationText(process.gil->wait));
  }
  if (statistics.locks.empty()) return text + "\n";
  text +=
      "\n| lock | locks | taken | after a wait | wait | longest | share | held | longest | since "
      "| hand-overs |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|\n";
  for (std::size_t i = 0; i < std::min(kMaxRows, statistics.locks.size()); ++i) {
    const LockStats& lock = statistics.locks[i];
    text += fmt::format(
        "| {}{} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", escaped(lock.name),
        lock.isShared ? ", shared" : "", lock.locks, lock.acquisitions,
        percentText(shareOf(lock.contended, lock.acquisitions)), durationText(lock.wait),
        durationText(lock.longestWait), percentText(lock.waitShare), durationText(lock.hold),
        durationText(lock.longestHold),
        escaped(lock.longestHoldAt.frames.empty() ? std::string("?")
                                                  : shortSite(lock.longestHoldAt.site())),
        lock.handOvers);
  }
  return text + "\n";
}

}  // namespace

std::string renderMarkdown(const Report& original) {
  const Report report = printable(original);
  std::string text = fmt::format("# Gordian report\n\n{}\n\n", escaped(summaryLine(report)));
  for (const Finding& finding : report.findings) text += sectionOf(finding);
  if (!report.ruledOut.empty()) {
    text += "## Ruled out\n\n| where | locks | reason |\n|---|---|---|\n";
    for (const Finding& finding : report.ruledOut) {
      std::vector<std::string> names;
      for (const Lock& lock : finding.locks) names.push_back(escaped(lock.name));
      text += fmt::format("| {} | {} | {} |\n", escaped(shortSite(finding.location())),
                          fmt::join(names, ", "), escaped(finding.reason));
    }
    text += "\n";
  }
  if (report.statistics) text += statisticsSection(*report.statistics);
  for (const auto* list : {&report.coverage.warnings, &report.coverage.notes})
    for (const std::string& note : *list) text += fmt::format("- {}\n", escaped(note));
  return text;
}

}  // namespace gordian::cli
