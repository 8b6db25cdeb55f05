// gordian verify: reads JSON reports and runs nothing.
#include "../verify/verify.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "../report/errors.hpp"
#include "../report/printable.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

struct VerifyOptions {
  std::vector<std::string> reports;
  bool quiet = false;
};

const char* wordOf(Standing standing) {
  switch (standing) {
    case Standing::Derived:
      return "derived again";
    case Standing::Supported:
      return "supported";
    case Standing::Observed:
      return "an observation: nothing to derive";
    case Standing::Incomplete:
      return "not enough evidence";
    case Standing::Contradicted:
      return "CONTRADICTED";
  }
  return "";
}

std::string lineOf(const Verified& verified) {
  std::string line =
      fmt::format("{} {} {}: {}", printable(verified.id), printable(verified.fingerprint),
                  printable(verified.confidence), wordOf(verified.answer.standing));
  if (!verified.answer.why.empty()) line += ": " + printable(verified.answer.why);
  return line + "\n";
}

int execute(const VerifyOptions& options) {
  std::array<std::size_t, 5> counts{};
  std::string text;
  std::size_t all = 0;
  for (const std::string& file : options.reports) {
    for (const Verified& verified : verifyReport(JsonFile(file))) {
      ++counts[static_cast<std::size_t>(verified.answer.standing)];
      ++all;
      const bool isWrong = verified.answer.standing == Standing::Contradicted;
      if (isWrong || !options.quiet) text += lineOf(verified);
    }
  }
  const auto count = [&](Standing standing) { return counts[static_cast<std::size_t>(standing)]; };
  put(STDOUT_FILENO, text);
  say(fmt::format(
      "{} verdict{}: {} derived again, {} supported, {} observed, {} without enough "
      "evidence, {} contradicted",
      all, all == 1 ? "" : "s", count(Standing::Derived), count(Standing::Supported),
      count(Standing::Observed), count(Standing::Incomplete), count(Standing::Contradicted)));
  if (count(Standing::Contradicted) > 0) return kHasFindings;
  return count(Standing::Incomplete) > 0 ? kIncomplete : kClean;
}

}  // namespace

Action addVerify(CLI::App& app) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* const verify =
      app.add_subcommand("verify", "Derive the verdicts of a report again, from its evidence");
  verify->add_option("REPORT", options->reports, "JSON reports")
      ->required()
      ->type_name("REPORT.json");
  verify->add_flag("--quiet", options->quiet, "Only what is contradicted, and the summary");
  return [options] { return execute(*options); };
}

}  // namespace gordian::cli
