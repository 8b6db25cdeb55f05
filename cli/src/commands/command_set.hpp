// All commands with their options: what main() parses, and what manual pages and completions are
// made of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"

namespace gordian::cli {

struct CommandSet {
  CommandSet();
  CommandSet(const CommandSet&) = delete;  // the commands refer to `program`
  CommandSet& operator=(const CommandSet&) = delete;

  CLI::App app{"Finds deadlocks and data races that a C or C++ program can have", "gordian"};
  std::vector<std::string> program;  // what stands behind the options of run, check and annotate
  std::vector<std::pair<std::string, Action>> actions;
};

}  // namespace gordian::cli
