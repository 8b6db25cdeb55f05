// Tells our own words from those of the program to run.
#pragma once

#include <string>
#include <vector>

#include "commands.hpp"

namespace gordian::cli {

// `gordian run [options] [--] PROGRAM [ARGS]`: our part is returned, the rest goes to `program`
// untouched, whatever it looks like. `gordian check … -- FLAGS`, and annotate: so do -- and what
// follows it. Other commands keep all words.
std::vector<std::string> ownWords(const CLI::App& app, std::vector<std::string> words,
                                  std::vector<std::string>& program);

}  // namespace gordian::cli
