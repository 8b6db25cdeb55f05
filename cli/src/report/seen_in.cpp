#include "seen_in.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "printable.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kWidth = 64;

std::string joined(const std::vector<std::string>& words, const char* between) {
  return shortened(fmt::format("{}", fmt::join(words, between)), kWidth);
}

}  // namespace

bool haveOwnTests(const Finding& finding) {
  const auto& edges = finding.edges;
  return std::any_of(edges.begin(), edges.end(),
                     [&](const Edge& edge) { return edge.tests != edges.front().tests; });
}

std::string runName(std::size_t run) {
  return fmt::format("run {}", run + 1);
}

std::string runWords(const Finding& finding, std::size_t run) {
  const Run& of = finding.runs[run];
  std::string words =
      shortened(fmt::format("process {}: {}", of.process, fmt::join(of.command, " ")), kWidth);
  std::set<std::string> tests;
  for (const Edge& edge : finding.edges)
    if (edge.ofRun && edge.ofRun->run == run) tests.insert(edge.tests.begin(), edge.tests.end());
  if (!tests.empty()) words += ", in " + joined({tests.begin(), tests.end()}, ", ");
  return words;
}

std::string allRuns(const Finding& finding) {
  std::vector<std::string> runs;
  for (std::size_t run = 0; run < finding.runs.size(); ++run)
    runs.push_back(fmt::format("{}: {}", runName(run), runWords(finding, run)));
  return fmt::format("{}", fmt::join(runs, "; "));
}

std::string seenIn(const Finding& finding) {
  std::string text;
  for (std::size_t run = 0; run < finding.runs.size(); ++run)
    text += labelled(runName(run), runWords(finding, run));
  if (!finding.runs.empty() || finding.tests.empty()) return text;
  if (!haveOwnTests(finding)) return labelled("tests", joined(finding.tests, ", "));
  std::vector<std::string> edges;
  for (const Edge& edge : finding.edges)
    edges.push_back(fmt::format("{}: {}", finding.threads[edge.thread].name,
                                edge.tests.empty() ? "none" : joined(edge.tests, ", ")));
  constexpr std::size_t kMostEdges = 4;
  if (edges.size() > kMostEdges) return labelled("tests", joined(finding.tests, ", "));
  return labelled("tests", fmt::format("{}", fmt::join(edges, "; ")));
}

std::string timeText(std::uint64_t nanoseconds) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  const auto seconds = static_cast<std::time_t>(nanoseconds / kSecond);
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return {};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", parts);
}

}  // namespace gordian::cli
