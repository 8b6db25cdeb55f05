// The files that a unit was read from, as a rule of make.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gordian::analyzer::facts {

// `target: inputs…`; whole or not at all. What went wrong, or nothing.
std::optional<std::string> writeInputs(const std::filesystem::path& file, const std::string& target,
                                       const std::vector<std::string>& inputs);

}  // namespace gordian::analyzer::facts
