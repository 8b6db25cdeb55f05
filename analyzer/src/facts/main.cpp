// gordian-check: reads C and C++ sources and writes what their functions do with locks, threads and
// data. `gordian check` runs it; people run `gordian-check dump FILE -- FLAGS`.
#include <cstdio>
#include <exception>
#include <iostream>

#include "command_line.hpp"
#include "compile_commands.hpp"
#include "extract_command.hpp"
#include "front_end.hpp"
#include "isolated.hpp"
#include "store/facts_file.hpp"
#include "text/unit_text.hpp"
#include "version.hpp"

namespace {

using namespace gordian::analyzer;
using facts::CommandLine;
using facts::CompileCommand;

constexpr int kSomeMissing = 1;
constexpr int kUsage = 2;
constexpr int kWithErrors = 3;

int complain(const std::string& problem) {
  std::fprintf(stderr, "gordian-check: %s\n", problem.c_str());
  return kUsage;
}

std::vector<CompileCommand> commandsFor(const CommandLine& line, bool& isComplete) {
  if (line.build.empty() && (line.hasFlags || line.task == CommandLine::Task::Dump)) {
    std::vector<CompileCommand> commands;
    for (const std::string& file : line.files) {
      commands.push_back(facts::commandWith(file, line.flags));
    }
    return commands;
  }
  std::vector<std::string> unknown;
  std::vector<CompileCommand> commands =
      facts::commandsOf(line.build.empty() ? "." : line.build, line.files, unknown);
  for (const std::string& file : unknown) {
    std::fprintf(stderr, "gordian-check: %s: not in the compile database\n", file.c_str());
    isComplete = false;
  }
  return commands;
}

int dump(const CompileCommand& command, const std::string& resources) {
  const facts::Outcome outcome = facts::runIsolated([&] {
    const facts::Extraction result =
        facts::extract(command.directory, command.file, facts::prepared(command, resources));
    writeText(result.unit, {}, std::cout);
    for (const std::string& text : errorLines(result.unit)) std::cerr << text << "\n";
    return result.unit.problems.empty() ? 0 : kWithErrors;
  });
  if (outcome.reason.empty()) return outcome.status;
  std::fprintf(stderr, "gordian-check: %s: %s\n", command.file.c_str(), outcome.reason.c_str());
  return kWithErrors;
}

int dumpFacts(const std::string& file) {
  const Unit unit = readFacts(file);
  writeText(unit, {}, std::cout);
  return unit.problems.empty() ? 0 : kWithErrors;
}

int run(const CommandLine& line) {
  if (line.task == CommandLine::Task::Usage) {
    if (line.problem.empty()) return std::fputs(facts::usageText(), stdout), 0;
    complain(line.problem);
    return std::fputs(facts::usageText(), stderr), kUsage;
  }
  if (line.task == CommandLine::Task::Version) {
    std::puts(facts::versionLine().c_str());
    if (line.withFiles)
      for (const std::string& file : facts::loadedLibraries()) std::puts(file.c_str());
    return 0;
  }
  if (line.task == CommandLine::Task::Dump && line.files.front().ends_with(".facts")) {
    return dumpFacts(line.files.front());
  }
  const std::string resources = facts::resourceFolder(line.resources);
  if (resources.empty()) {
    return complain("Clang's own headers (stddef.h and others) are not in " +
                    facts::expectedResourceFolder(line.resources) +
                    "; install libclang-common-19-dev, or say --resource-dir=DIR");
  }
  bool isComplete = true;
  const std::vector<CompileCommand> commands = commandsFor(line, isComplete);
  if (commands.empty()) return complain("there is nothing to read");
  facts::raiseStackLimit();
  if (line.task == CommandLine::Task::Dump) return dump(commands.front(), resources);
  const int status = facts::extractAll(commands, line.out, resources);
  return status == 0 && !isComplete ? kSomeMissing : status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(facts::parse(argc, argv));
  } catch (const std::exception& problem) {
    return complain(problem.what());
  }
}
