// Completion for shells, made of the options that --help shows. Behind `gordian run`'s own options
// the words are those of the program: its completion goes on there.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace gordian::manual {

std::string bashCompletion(const CLI::App& program);
std::string zshCompletion(const CLI::App& program);
std::string fishCompletion(const CLI::App& program);

}  // namespace gordian::manual
