// What to say about a hang.
#pragma once

#include <gordian/recording/hangs.hpp>

#include <string>

#include "model.hpp"

namespace gordian::cli {

// `kind`: recording::WaitKind; `name`: of the object, may be empty.
std::string awaitedWords(std::uint8_t kind, const std::string& name);

// "exit", "abort", "report", "wait".
std::string actionWord(std::uint32_t action);
// What that means for the program.
std::string actionWords(const std::string& action);

// For a finding whose hang is filled in.
std::string hangMessage(const Finding& finding);
std::string hangStory(const Finding& finding);
std::string hangHelp(const Finding& finding);
std::string hangReason(const HangFacts& hang);

}  // namespace gordian::cli
