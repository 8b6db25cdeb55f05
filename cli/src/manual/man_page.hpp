// A manual page in the macros of man(7), made of what --help shows.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace gordian::manual {

struct ManPage {
  std::string name;  // gordian-run
  std::string text;
};

// Of `command`, which belongs to `program`, or is the program itself.
ManPage manPage(const CLI::App& program, const CLI::App& command, const std::string& version);

}  // namespace gordian::manual
