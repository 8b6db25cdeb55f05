// gordian annotate: GUARDED_BY and REQUIRES inferred from the source, as a diff or written into it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "../annotate/macro_header.hpp"
#include "../annotate/plan.hpp"
#include "../check/checker_program.hpp"
#include "../check/program_facts.hpp"
#include "../check/project.hpp"
#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "../report/text.hpp"
#include "checks/check_program.hpp"
#include "commands.hpp"
#include "config.hpp"
#include "console.hpp"
#include "record_folder.hpp"
#include "status.hpp"
#include "unit_choice.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

struct AnnotateOptions {
  UnitChoice choice;
  bool apply = false;
  bool wrapper = false;
  bool quiet = false;
};

std::string plural(std::size_t count, const char* word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

class Annotate {
 public:
  Annotate(const AnnotateOptions& options, const std::vector<std::string>& behindDashes)
      : options_(options), settings_(loadSettings()), behindDashes_(behindDashes) {
    std::error_code error;
    here_ = fs::current_path(error);
    if (behindDashes_.empty())
      for (const std::string& path : options_.choice.paths) {
        if (!fs::exists(path, error)) throw UsageError("no file or folder '" + path + "'");
        chosen_.push_back((fs::path(here_) / path).lexically_normal());
      }
  }

  int execute() {
    if (options_.wrapper) {
      put(STDOUT_FILENO, wrapperHeader());
      return kClean;
    }
    analyzer::ProgramCheck check;
    read(check);
    const Project project(settings_.folder, here_, facts_.sources);
    program_.root = project.root();
    program_.isOwn = [&](const std::string& file) {
      return project.has(file) && !facts_.isSystem(file);
    };
    program_.isChosen = [&](const std::string& file) { return isChosen(file); };
    AnnotationPlan plan(program_, texts_);
    const analyzer::Inference inference =
        check.annotate({settings_.entryPoints, settings_.guardMajority},
                       [&](const analyzer::Annotation& one) { return plan.problem(one); });
    for (const analyzer::Annotation& one : inference.annotations) plan.add(one);
    plan.finish();
    return deliver(plan, inference, project);
  }

 private:
  void read(analyzer::ProgramCheck& check) {
    const CompileDatabase database = unitsOf(options_.choice, behindDashes_, here_, "annotate");
    options_.choice.extraction.isQuiet = options_.quiet;
    const fs::path folder = makeWorkFolder("check");
    Extraction extraction(folder, findCheckerProgram(folder), options_.choice.extraction);
    std::vector<UnitFacts> units = extraction.facts(database.entries);
    std::set<std::string> inputs;
    facts_.read(&extraction, units, [&](analyzer::Unit unit) {
      for (const analyzer::File& file : unit.files) inputs.insert(file.path);
      for (const analyzer::Record& record : unit.records) noteCapability(unit, record);
      program_.isInC |= fs::path(unit.source).extension() == ".c";
      check.add(std::move(unit));
    });
    // Beside the facts stands what they were made of.
    for (const UnitFacts& unit : units) {
      std::ifstream list(fs::path(unit.facts).replace_extension(".inputs"));
      for (std::string line; std::getline(list, line);) inputs.insert(line);
    }
    program_.inputs.assign(inputs.begin(), inputs.end());
  }

  void noteCapability(const analyzer::Unit& unit, const analyzer::Record& record) {
    const bool isOwn = !unit.files[record.location.file].isSystem;
    program_.hasCapabilities |=
        isOwn && std::any_of(record.capabilities.begin(), record.capabilities.end(),
                             [](const analyzer::Capability& capability) {
                               return capability.kind == analyzer::Capability::Kind::Capability;
                             });
  }

  bool isChosen(const std::string& file) const {
    return chosen_.empty() ||
           std::any_of(chosen_.begin(), chosen_.end(), [&](const std::string& path) {
             const bool isFolder = path.ends_with('/') || path == "/";
             return file == path || file.starts_with(isFolder ? path : path + "/");
           });
  }

  void tellNotes(const analyzer::Inference& inference) const {
    for (const analyzer::FoundNote& note : inference.notes) {
      const analyzer::SourcePoint& at = note.at.front();
      if (!program_.isOwn(at.file) || !isChosen(at.file)) continue;
      put(STDERR_FILENO, printable(fmt::format("{}:{}:{}: note: {}", displayPath(at.file), at.line,
                                               at.column, note.text)) +
                             "\n");
    }
  }

  void tellSum(const AnnotationPlan::Counts& counts) const {
    if (counts.guarded + counts.required == 0) {
      say("nothing to annotate");
      return;
    }
    say(fmt::format("{} of data, {} of functions, {} {}", plural(counts.guarded, "annotation"),
                    counts.required, plural(counts.files, "file"),
                    options_.apply ? "written" : "to change (--apply)"));
    if (counts.unfollowed.empty()) return;
    std::string types;
    for (const std::string& type : counts.unfollowed) types += (types.empty() ? "" : ", ") + type;
    say(
        fmt::format("clang -Wthread-safety cannot follow {}: for it the locks need a type with "
                    "attributes (gordian annotate --wrapper prints one)",
                    types));
  }

  int deliver(const AnnotationPlan& plan, const analyzer::Inference& inference,
              const Project& project) {
    for (const std::string& problem : facts_.problems()) say(problem);
    if (!options_.quiet) tellNotes(inference);
    const bool isWhole = facts_.incomplete() == 0;
    const bool isEmpty = plan.counts().files == 0;
    if (options_.apply && !isWhole && !isEmpty) {
      say("nothing is written: what was not read may use the same data without a lock");
      return kIncomplete;
    }
    if (options_.apply)
      texts_.replace(plan.contents(), project);
    else
      putDiff(plan.diff());
    if (!options_.quiet) tellSum(plan.counts());
    if (!isWhole) return kIncomplete;
    return isEmpty || options_.apply ? kClean : kHasFindings;
  }

  // For a pipe as it is; a terminal gets no control characters.
  static void putDiff(const std::string& diff) {
    if (isatty(STDOUT_FILENO) == 0) return put(STDOUT_FILENO, diff);
    for (std::size_t at = 0; at < diff.size();) {
      const std::size_t end = std::min(diff.find('\n', at), diff.size());
      put(STDOUT_FILENO, printable(diff.substr(at, end - at)) + "\n");
      at = end + 1;
    }
  }

  AnnotateOptions options_;
  Settings settings_;
  const std::vector<std::string>& behindDashes_;
  std::string here_;
  std::vector<std::string> chosen_;  // files and folders
  SourceTexts texts_;                // before anything is read
  ProgramFacts facts_;
  AnnotatedProgram program_;
};

}  // namespace

Action addAnnotate(CLI::App& app, const std::vector<std::string>& behindDashes) {
  auto options = std::make_shared<AnnotateOptions>();
  CLI::App* const annotate =
      app.add_subcommand("annotate", "Write down in the source which lock guards what");
  annotate->footer(
      "gordian annotate [OPTIONS] [PATH...]            the program of compile_commands.json\n"
      "gordian annotate [OPTIONS] FILE... -- FLAGS     these files, compiled by FLAGS\n"
      "GUARDED_BY and REQUIRES for clang -Wthread-safety, where all uses agree. The diff goes to\n"
      "standard output; patch -p1 takes it. Status 0: nothing to add, or written; 1: there is a\n"
      "diff; 2: usage, configuration, a file that has changed meanwhile; 3: some sources could\n"
      "not be read, or not wholly (then nothing is written).");
  addUnitOptions(*annotate, options->choice,
                 "Only change these files, and those in these folders; all are read");
  annotate->add_flag("--apply", options->apply, "Write the annotations into the sources");
  annotate->add_flag("--wrapper", options->wrapper,
                     "Print a header with locks that Clang can follow, and do nothing else");
  addJobOptions(*annotate, options->choice);
  annotate->add_flag("-q,--quiet", options->quiet, "The diff alone: no notes, no summary");
  return [options, &behindDashes] { return Annotate(*options, behindDashes).execute(); };
}

}  // namespace gordian::cli
