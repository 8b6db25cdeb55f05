#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <vector>

#include <gordian/recording/reader.hpp>

#include "../report/errors.hpp"
#include "command_line.hpp"
#include "command_set.hpp"
#include "console.hpp"
#include "status.hpp"

namespace {

using namespace gordian::cli;

int execute(int argc, char** argv) {
  CommandSet commands;
  CLI::App& app = commands.app;
  try {
    std::vector<std::string> words = ownWords(app, {argv + 1, argv + argc}, commands.program);
    std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::string text = error.what();
    say(fmt::format("{} (gordian --help)", text.substr(0, text.find('\n'))));
    return kUsage;
  }
  for (const auto& [name, action] : commands.actions)
    if (app.got_subcommand(name)) return action();
  say("which command? run, provoke, check, annotate, report, merge, show, explain, baseline, "
      "verify, attach, doctor (gordian --help)");
  return kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return execute(argc, argv);
  } catch (const UsageError& error) {
    say(error.what());
  } catch (const gordian::recording::RecordingError& error) {
    say(error.what());
  } catch (const std::exception& error) {
    say(fmt::format("internal error: {}", error.what()));
  }
  return kUsage;
}
