// Which units of a program are read from their sources, and how: what check and annotate have in
// common.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "../check/compile_database.hpp"
#include "../check/extraction.hpp"

namespace gordian::cli {

struct UnitChoice {
  std::string build;
  std::vector<std::string> paths;
  ExtractionOptions extraction;
};

// PATH and -p; `pathHelp`: what PATH is for.
void addUnitOptions(CLI::App& command, UnitChoice& choice, const char* pathHelp);
// --jobs and --launcher
void addJobOptions(CLI::App& command, UnitChoice& choice);

// All units of the compile database; with -- FLAGS those of PATH. `name`: of the command. Throws
// UsageError.
CompileDatabase unitsOf(const UnitChoice& choice, const std::vector<std::string>& behindDashes,
                        const std::string& here, const std::string& name);

}  // namespace gordian::cli
