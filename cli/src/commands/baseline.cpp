// gordian baseline: which findings are known. Works on JSON reports, so it runs nothing.
#include "../report/baseline.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "../report/read_json.hpp"
#include "../report/text.hpp"
#include "../report/write_file.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

struct BaselineOptions {
  std::string file;
  std::string failOn;
  std::vector<std::string> reports;
  bool ratchet = false;
};

struct Reported {
  std::vector<Finding> findings;  // with what a baseline needs, and their confidence
  std::vector<GoneFinding> gone;
};

// Findings of reports, whether they were known to some baseline or not. Of Gordian's own
// configuration (GD9xx) nothing is ever known.
void addReport(const std::string& file, Reported& reported) {
  const JsonFile json(file);
  if (json.text(json.root(), "schema") != "gordian-report/1")
    json.fail("its schema is not gordian-report/1");
  for (const char* list : {"findings", "known"}) {
    if (json.root().find(list) == json.root().end()) continue;
    for (const auto& item : json.list(json.root(), list)) {
      Finding finding;
      finding.id = json.text(item, "id");
      finding.fingerprint = json.text(item, "fingerprint");
      finding.message = json.text(item, "message");
      const std::string confidence = json.text(item, "confidence");
      for (const Confidence level : {Confidence::Possible, Confidence::Likely, Confidence::Proven})
        if (confidence == wordOf(level)) finding.confidence = level;
      if (!finding.id.starts_with("GD9")) reported.findings.push_back(std::move(finding));
    }
  }
  if (json.root().find("gone") == json.root().end()) return;
  for (const auto& item : json.list(json.root(), "gone"))
    reported.gone.push_back(
        {json.text(item, "id"), json.text(item, "fingerprint"), json.text(item, "message")});
}

Reported read(const BaselineOptions& options) {
  Reported reported;
  constexpr const char* kLast = ".gordian/check/report.json";
  if (options.reports.empty() && !fs::exists(kLast))
    throw UsageError(
        "baseline: of which report? After gordian check of the whole program none needs to be "
        "named, else gordian baseline ... REPORT.json");
  if (options.reports.empty()) addReport(kLast, reported);
  for (const std::string& file : options.reports) addReport(file, reported);
  return reported;
}

std::string count(std::size_t number) {
  return fmt::format("{} finding{}", number, number == 1 ? "" : "s");
}

int write(const BaselineOptions& options, const Settings& settings) {
  Baseline baseline(std::vector<GoneFinding>{});
  std::size_t isNew = 0;
  for (const Finding& finding : read(options).findings) {
    if (!baseline.has(finding) && !(settings.baseline && settings.baseline->has(finding))) ++isNew;
    baseline.add(finding);
  }
  writeFile(settings.baselineFile, baseline.text());
  say(fmt::format("{} has {} now, {} of them new", displayPath(settings.baselineFile),
                  count(baseline.size()), isNew));
  return kClean;
}

int prune(const BaselineOptions& options, const Settings& settings) {
  if (!settings.baseline)
    throw UsageError(fmt::format("baseline: there is no '{}'", displayPath(settings.baselineFile)));
  Baseline baseline = *settings.baseline;
  const std::size_t before = baseline.size();
  const Reported reported = read(options);
  for (const GoneFinding& gone : reported.gone) baseline.remove(gone.id, gone.fingerprint);
  if (baseline.size() != before) writeFile(settings.baselineFile, baseline.text());
  say(fmt::format("{} has {} now, {} fewer", displayPath(settings.baselineFile),
                  count(baseline.size()), before - baseline.size()));
  return kClean;
}

int check(const BaselineOptions& options, const Settings& settings) {
  if (!settings.baseline)
    throw UsageError(fmt::format("baseline: there is no '{}'; gordian baseline write makes it",
                                 displayPath(settings.baselineFile)));
  Reported reported = read(options);
  Report report;
  report.findings = std::move(reported.findings);
  settings.baseline->apply(report, false);
  std::string text;
  for (const Finding& finding : report.findings)
    text += fmt::format("new: {} [{} {}]\n", printable(finding.message), finding.id,
                        finding.fingerprint);
  for (const GoneFinding& gone : reported.gone)
    text += fmt::format("gone: {} [{} {}]\n", printable(gone.message), gone.id, gone.fingerprint);
  put(STDOUT_FILENO, text);
  say(fmt::format("{} new, {} known, {} gone", report.findings.size(), report.known.size(),
                  reported.gone.size()));
  const bool isLoose = options.ratchet && !reported.gone.empty();
  return fails(report, settings.failOn) || isLoose ? kHasFindings : kClean;
}

}  // namespace

Action addBaseline(CLI::App& app) {
  auto options = std::make_shared<BaselineOptions>();
  auto task = std::make_shared<std::string>();
  CLI::App* const baseline =
      app.add_subcommand("baseline", "Which findings are known: only new ones fail");
  baseline->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    CLI::App* const command = baseline->add_subcommand(name, help);
    command->add_option("REPORT", options->reports,
                        "JSON reports (default: that of the last gordian check of the program)");
    command
        ->add_option("--file", options->file,
                     "The baseline (default: [baseline] file, else gordian-baseline.json)")
        ->type_name("FILE");
    command->callback([task, name] { *task = name; });
    return command;
  };
  add("write", "Everything that is reported now is known");
  CLI::App* const checked = add("check", "Fail with 1 for what is reported and not known");
  checked->add_flag("--ratchet", options->ratchet, "Also for what is known and gone");
  checked
      ->add_option("--fail-on", options->failOn,
                   "Least certain finding that fails: proven, likely, possible, never")
      ->type_name("LEVEL");
  add("prune", "Forget what is gone");
  return [options, task] {
    Settings settings = loadSettings();
    if (!options->failOn.empty()) settings.failOn = parseFailOn(options->failOn, "--fail-on");
    if (!options->file.empty()) {
      settings.baselineFile = options->file;
      settings.baseline.reset();
      if (fs::exists(options->file)) settings.baseline = Baseline::read(options->file);
    }
    if (*task == "write") return write(*options, settings);
    return *task == "prune" ? prune(*options, settings) : check(*options, settings);
  };
}

}  // namespace gordian::cli
