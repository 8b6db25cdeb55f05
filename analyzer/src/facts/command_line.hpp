// What gordian-check is asked to do.
#pragma once

#include <string>
#include <vector>

namespace gordian::analyzer::facts {

struct CommandLine {
  enum class Task { Usage, Version, Dump, Extract };
  Task task = Task::Usage;
  std::string problem;  // with Task::Usage: what is wrong; empty: help was asked for
  std::string out;
  std::string build;
  std::string resources;  // Clang's own headers, if not where they were at build time
  std::vector<std::string> files;
  bool hasFlags = false;   // there was a "--"
  bool withFiles = false;  // of Task::Version
  std::vector<std::string> flags;
};

CommandLine parse(int argc, char** argv);
const char* usageText();

}  // namespace gordian::analyzer::facts
