// gordian provoke, as commands.hpp has the others.
#pragma once

#include "commands.hpp"

namespace gordian::cli {

// `program` is the command line behind the options.
Action addProvoke(CLI::App& app, const std::vector<std::string>& program);

}  // namespace gordian::cli
