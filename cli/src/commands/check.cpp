// gordian check: what is wrong with locks and shared data, read in the source of a whole program.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include "../check/changed_files.hpp"
#include "../check/checker_program.hpp"
#include "../check/compile_database.hpp"
#include "../check/extraction.hpp"
#include "../check/facts_report.hpp"
#include "../report/errors.hpp"
#include "../report/finding_list.hpp"
#include "../report/formats.hpp"
#include "../report/reasons.hpp"
#include "../report/text.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "record_folder.hpp"
#include "status.hpp"
#include "unit_choice.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using Telling = Suppressions::Telling;

struct CheckOptions {
  UnitChoice choice;
  std::string changedSince;
  std::string failOn;
  std::vector<std::string> facts;
  std::vector<std::string> reports;
  bool quiet = false;
  bool strict = false;
  bool explain = false;
};

class Check {
 public:
  Check(const CheckOptions& options, const std::vector<std::string>& behindDashes)
      : options_(options), settings_(loadSettings()), behindDashes_(behindDashes) {
    std::error_code error;
    here_ = fs::current_path(error);
    if (!options_.failOn.empty()) settings_.failOn = parseFailOn(options_.failOn, "--fail-on");
  }

  int execute() {
    for (const std::string& file : options_.reports) requireFormat(file);
    std::optional<std::set<std::string>> changed;
    if (!options_.changedSince.empty()) changed = changedSince(options_.changedSince, here_);
    ProgramFacts facts;
    Report report = options_.facts.empty() ? ofSources(facts) : ofFacts(facts);
    keepOwn(report, Project(settings_.folder, here_, facts.sources), facts);
    if (changed) keepTouching(report, *changed);
    if (options_.strict) raiseAll(report);
    const bool isWhole = options_.choice.paths.empty() && !changed;
    const bool isAll = isWhole && facts.incomplete() == 0;
    facts.allowances.apply(report, isAll ? Telling::Unused : Telling::Mistakes);
    settle(report, settings_, isAll ? Telling::Unused : Telling::Mistakes, isAll);
    if (isWhole) writeReport(report, makeWorkFolder("check") / "report.json");
    return deliver(report);
  }

 private:
  Report ofSources(ProgramFacts& facts) {
    CompileDatabase database = unitsOf(options_.choice, behindDashes_, here_, "check");
    if (behindDashes_.empty()) restrictTo(database, options_.choice.paths, database.file);
    options_.choice.extraction.isQuiet = options_.quiet;
    const fs::path folder = makeWorkFolder("check");
    const CheckerProgram program = findCheckerProgram(folder);
    Extraction extraction(folder, program, options_.choice.extraction);
    std::vector<UnitFacts> units = extraction.facts(database.entries);
    Report report = judge(&extraction, units, facts);
    writeFactsList(folder, units);
    if (database.ofOtherLanguages > 0)
      report.coverage.notes.push_back(
          fmt::format("{} entries are neither C nor C++ and left out", database.ofOtherLanguages));
    return report;
  }

  Report ofFacts(ProgramFacts& facts) const {
    if (!options_.choice.paths.empty() || !options_.choice.build.empty() || !behindDashes_.empty())
      throw UsageError("check: --facts is instead of PATH, -p and -- FLAGS");
    std::vector<UnitFacts> units = unitsOfFacts(options_.facts);
    return judge(nullptr, units, facts);
  }

  Report judge(Extraction* extraction, std::vector<UnitFacts>& units, ProgramFacts& facts) const {
    return factsReport(units, extraction, {settings_.entryPoints, settings_.guardMajority}, facts);
  }

  static void keepTouching(Report& report, const std::set<std::string>& files) {
    const auto isIn = [&](const SourceFrame& place) { return files.count(place.file) > 0; };
    const auto isAt = [&](const auto& item) { return isIn(item.at.site()); };
    std::erase_if(report.findings, [&](const Finding& finding) {
      return !isIn(finding.location()) && !isIn(finding.declared) &&
             std::none_of(finding.accesses.begin(), finding.accesses.end(), isAt) &&
             std::none_of(finding.notes.begin(), finding.notes.end(), isAt) &&
             std::none_of(finding.edges.begin(), finding.edges.end(), [&](const Edge& edge) {
               return isIn(edge.heldAt.site()) || isIn(edge.acquiredAt.site());
             });
    });
  }

  static void raiseAll(Report& report) {
    std::vector<Finding> ruledOut = std::move(report.ruledOut);
    report.ruledOut.clear();
    for (Finding& finding : report.findings) raise(finding);
    for (Finding& finding : ruledOut) {
      raise(finding);
      report.findings.push_back(std::move(finding));
    }
    sortFindings(report.findings);
  }

  int deliver(const Report& report) const {
    TextOptions text;
    text.colour = wantsColour(STDOUT_FILENO);
    text.quiet = options_.quiet;
    text.explain = options_.explain;
    put(STDOUT_FILENO, renderText(report, text));
    for (const std::string& file : options_.reports) writeReport(report, file);
    if (fails(report, settings_.failOn)) return kHasFindings;
    return report.check->incomplete == 0 ? kClean : kIncomplete;
  }

  CheckOptions options_;
  Settings settings_;
  const std::vector<std::string>& behindDashes_;
  std::string here_;
};

}  // namespace

Action addCheck(CLI::App& app, const std::vector<std::string>& behindDashes) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* const check = app.add_subcommand(
      "check", "Find unguarded data and deadlocks in the source, running nothing");
  check->footer(
      "gordian check [OPTIONS] [PATH...]            units of compile_commands.json\n"
      "gordian check [OPTIONS] FILE... -- FLAGS     these files, compiled by FLAGS\n"
      "Findings go to standard output, as a compiler's. Status 1: there are findings at or above\n"
      "--fail-on; 2: usage, configuration, nothing to read; 3: some sources could not be read, or\n"
      "not wholly (the rest is reported). What was read is kept in .gordian/check.");
  addUnitOptions(*check, options->choice, "Only the units in these files and folders");
  check
      ->add_option("--facts", options->facts,
                   "Facts that were made elsewhere, files or folders; repeatable")
      ->type_name("PATH")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  check
      ->add_option("--changed-since", options->changedSince,
                   "Only findings in files that differ from this git revision")
      ->type_name("REV");
  check
      ->add_option("--report", options->reports,
                   "Write a report; format by ending: .json .sarif .txt .md .dot; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  addJobOptions(*check, options->choice);
  check
      ->add_option("--fail-on", options->failOn,
                   "Least certain finding that fails: proven, likely, possible, never")
      ->type_name("LEVEL");
  check->add_flag("-q,--quiet", options->quiet, "One line a finding, no summary, no progress");
  check->add_flag("--strict", options->strict, "Raise what is possible or ruled out by one level");
  check->add_flag("--explain", options->explain, "Also list what was ruled out, and why");
  return [options, &behindDashes] { return Check(*options, behindDashes).execute(); };
}

}  // namespace gordian::cli
