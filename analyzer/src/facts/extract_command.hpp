// `gordian-check extract`: a facts file and a list of inputs for each unit.
#pragma once

#include <string>
#include <vector>

#include "compile_commands.hpp"

namespace gordian::analyzer::facts {

// Status as in docs/checker.md.
int extractAll(const std::vector<CompileCommand>& commands, const std::string& out,
               const std::string& resources);

}  // namespace gordian::analyzer::facts
