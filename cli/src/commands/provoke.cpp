// The words of `gordian provoke`.
#include <fmt/format.h>

#include <memory>

#include "../provoke/provoke.hpp"
#include "../report/errors.hpp"
#include "provoke_command.hpp"

namespace gordian::cli {

Action addProvoke(CLI::App& app, const std::vector<std::string>& program) {
  auto options = std::make_shared<ProvokeOptions>();
  CLI::App* const provoke =
      app.add_subcommand("provoke", "Make a predicted deadlock happen, to prove it");
  provoke->footer(
      "gordian provoke [ID|--all] [OPTIONS] -- PROGRAM [ARGS...]\n"
      "Runs the program again and lets threads pause where a finding says that they meet. Without\n"
      "ID all findings of a first run are tried. Status 67: one of them happened; its plan is "
      "kept\n"
      "in .gordian/plans, as a test that passes once the program is repaired. Else as run.");
  provoke->add_option("ID", options->id, "A finding's fingerprint, or at least 4 digits of it");
  const auto isAll = std::make_shared<bool>(false);
  provoke->add_flag("--all", *isAll, "All findings (the default without ID)");
  provoke
      ->add_option("--attempts", options->attempts,
                   "Runs for each finding, each with other pauses (10)")
      ->type_name("N")
      ->check(CLI::Range(1, 10000));
  provoke->add_option("--seed", options->seed, "The same seed gives the same attempts (1)")
      ->type_name("S");
  provoke->add_option("--plan", options->plan, "Follow a plan that was kept")->type_name("FILE");
  provoke->add_flag("--explore", options->isExplore,
                    "No plan: perturb the schedules, and say what that brought");
  provoke
      ->add_option("--from", options->from,
                   "Take the findings of these recordings, not of a run of its own; repeatable")
      ->type_name("RECORDING")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  provoke
      ->add_option("--report", options->reports,
                   "Write a report; format by ending: .json .sarif .txt .md .dot; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  provoke->add_option("--record", options->record, "Keep the recordings of all runs below")
      ->type_name("DIR");
  provoke
      ->add_option("--fail-on", options->failOn,
                   "Least certain finding that fails: proven, likely, possible, never")
      ->type_name("LEVEL");
  provoke->add_flag("-q,--quiet", options->quiet, "One line a finding, no summary");
  provoke->add_flag("--strict", options->strict,
                    "Also try what is ruled out, and raise what is open by one level");
  return [options, isAll, &program]() -> int {
    if (program.empty())
      throw UsageError("provoke: which program? gordian provoke [OPTIONS] -- PROGRAM [ARGS...]");
    if (!options->plan.empty() && (!options->id.empty() || options->isExplore))
      throw UsageError("provoke: --plan says what to provoke; without ID and --explore");
    if (*isAll && !options->id.empty()) throw UsageError("provoke: either ID or --all");
    return gordian::cli::provoke(*options, program);
  };
}

}  // namespace gordian::cli
