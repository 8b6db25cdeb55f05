// What may be set in gordian.toml, in the environment and by options; the later wins.
#pragma once

#include <optional>
#include <string>

#include "../report/model.hpp"

namespace gordian::cli {

// The least certain finding that fails a run; Never: none does.
enum class FailOn { Proven, Likely, Possible, Never };

struct Settings {
  FailOn failOn = FailOn::Likely;
  bool requireEvidence = false;
  std::string out;  // folder for recordings; empty: the default
};

// Throws UsageError that names the value and where it came from.
FailOn parseFailOn(const std::string& word, const std::string& from);
const char* wordOf(FailOn failOn);

// Reads gordian.toml (GORDIAN_CONFIG, else found upward), then the environment. Warns of unknown
// keys; throws UsageError for what cannot be read.
Settings loadSettings();

// Whether the report has a finding at or above the level.
bool fails(const Report& report, FailOn failOn);

}  // namespace gordian::cli
