// gordian report: recordings of any number of processes, runs and machines, as one report.
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "../check/with_source.hpp"
#include "../report/build.hpp"
#include "../report/collect.hpp"
#include "../report/errors.hpp"
#include "../report/formats.hpp"
#include "../report/test_text.hpp"
#include "../report/text.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

struct ReportOptions {
  std::vector<std::string> inputs;
  std::vector<std::string> reports;
  std::vector<std::string> facts;
  std::string failOn;
  std::string atExit;
  std::string atTest;
  std::string between;
  bool quiet = false;
  bool strict = false;
  bool explain = false;
};

// What a linked program's runtime runs on its own recording: text for people, and a status that
// tells whether there was any, and whether it fails (runtime/src/verdict.cpp).
int atExit(const ReportOptions& options, const Settings& settings) {
  Collected collected = collect({options.atExit});
  for (const auto& line : collected.unreadable) say(line);
  if (collected.recordings.empty()) return kUsage;
  Report report = buildReport(std::move(collected.recordings), namesFromSymbols(),
                              {options.strict, settings.order, false});
  settle(report, settings, Suppressions::Telling::Nothing);
  report.recordings = shellWord(options.atExit);
  // Nobody asked: a program that is merely linked with the runtime says nothing when all is well.
  if (report.findings.empty() && report.coverage.warnings.empty() && !report.statistics)
    return kClean;
  TextOptions text;
  text.colour = wantsColour(STDERR_FILENO);
  text.quiet = options.quiet;
  put(STDERR_FILENO, renderText(report, text));
  return fails(report, settings.failOn) ? kHasFindings : kSaid;
}

// "BEGIN:END", the span of a test within the recording.
void restrictTo(std::vector<recording::Recording>& recordings, const std::string& between) {
  unsigned long long begin = 0;
  unsigned long long end = 0;
  if (std::sscanf(between.c_str(), "%llu:%llu", &begin, &end) != 2)
    throw UsageError("report: --between needs BEGIN:END, not " + between);
  for (auto& recording : recordings) recording::restrictTo(recording, begin, end);
}

// What the test listener runs on the live recording: one block per finding that fails a test.
int atTest(const ReportOptions& options, const Settings& settings) {
  Collected collected = collect({options.atTest});
  for (const auto& line : collected.unreadable) say(line);
  if (collected.recordings.empty()) return kUsage;
  if (!options.between.empty()) restrictTo(collected.recordings, options.between);
  Report report = buildReport(std::move(collected.recordings), namesFromSymbols(),
                              {options.strict, settings.order, false});
  settle(report, settings, Suppressions::Telling::Nothing);
  std::vector<Finding> failing;
  for (Finding& finding : report.findings) {
    Report single;
    single.findings.push_back(finding);
    if (fails(single, settings.failOn)) failing.push_back(std::move(finding));
  }
  report.findings = std::move(failing);
  report.recordings = shellWord(options.atTest);
  put(STDOUT_FILENO, renderForTests(report));
  return report.findings.empty() ? kClean : kHasFindings;
}

int execute(const ReportOptions& options) {
  Settings settings = loadSettings();
  if (!options.failOn.empty()) settings.failOn = parseFailOn(options.failOn, "--fail-on");
  if (!options.atExit.empty()) return atExit(options, settings);
  if (!options.atTest.empty()) return atTest(options, settings);
  if (options.inputs.empty())
    throw UsageError("report: which recordings? gordian report [OPTIONS] RECORDING...");
  for (const std::string& file : options.reports) requireFormat(file);
  Recordings recordings{std::vector<fs::path>(options.inputs.begin(), options.inputs.end())};
  if (recordings.isEmpty()) {
    for (const auto& line : recordings.unreadable()) say(line);
    return kUsage;
  }
  WithSource source(options.facts, {settings.entryPoints, settings.guardMajority}, settings.folder);
  BuildOptions build{options.strict, settings.order};
  build.look = [&](const auto& recording, Names& names) { source.look(recording, names); };
  Report report = buildReport(recordings, namesFromSymbols(), build);
  source.addTo(report, options.strict);
  settle(report, settings, Suppressions::Telling::Unused);
  report.recordings = shellWords(options.inputs);
  auto& warnings = report.coverage.warnings;
  const auto& unreadable = recordings.unreadable();
  warnings.insert(warnings.end(), unreadable.begin(), unreadable.end());
  TextOptions text;
  text.colour = wantsColour(STDOUT_FILENO);
  text.quiet = options.quiet;
  text.explain = options.explain;
  put(STDOUT_FILENO, renderText(report, text));
  for (const std::string& file : options.reports) writeReport(report, file);
  if (fails(report, settings.failOn)) return kHasFindings;
  return unreadable.empty() && !source.isIncomplete() ? kClean : kIncomplete;
}

}  // namespace

Action addReport(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* const report =
      app.add_subcommand("report", "Analyse and merge recordings of processes, runs and machines");
  report->add_option("RECORDING", options->inputs, "Recordings, merged files, or folders of them");
  report
      ->add_option("--report", options->reports,
                   "Write a report; format by ending: .json .sarif .txt .md .dot; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  report
      ->add_option("--with-static", options->facts,
                   "Also cycles of which only a part was seen: facts of gordian check; repeatable")
      ->type_name("FACTS")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  report
      ->add_option("--fail-on", options->failOn,
                   "Least certain finding that fails: proven, likely, possible, never")
      ->type_name("LEVEL");
  report->add_flag("-q,--quiet", options->quiet, "One line a finding, no summary");
  report->add_flag("--strict", options->strict, "Raise what is possible or ruled out by one level");
  report->add_flag("--explain", options->explain, "Also list what was ruled out, and why");
  report->add_option("--at-exit", options->atExit)->group("");
  report->add_option("--at-test", options->atTest)->group("");
  report->add_option("--between", options->between)->group("");
  return [options] { return execute(*options); };
}

}  // namespace gordian::cli
