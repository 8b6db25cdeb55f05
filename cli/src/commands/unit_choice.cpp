#include "unit_choice.hpp"

#include <fmt/format.h>

#include "../report/errors.hpp"

namespace gordian::cli {

void addUnitOptions(CLI::App& command, UnitChoice& choice, const char* pathHelp) {
  command.add_option("PATH", choice.paths, pathHelp);
  command
      .add_option("-p", choice.build,
                  "Folder with compile_commands.json (default: here, build, build/*)")
      ->type_name("BUILD");
}

void addJobOptions(CLI::App& command, UnitChoice& choice) {
  command
      .add_option("-j,--jobs", choice.extraction.jobs,
                  "So many at the same time (default: one for each processor)")
      ->type_name("N");
  command
      .add_option("--launcher", choice.extraction.launcher,
                  "Words in front of each job, as in \"srun -n1\"")
      ->type_name("CMD");
}

CompileDatabase unitsOf(const UnitChoice& choice, const std::vector<std::string>& behindDashes,
                        const std::string& here, const std::string& name) {
  if (!behindDashes.empty()) {
    if (!choice.build.empty())
      throw UsageError(fmt::format("{}: either -p BUILD or -- FLAGS", name));
    if (choice.paths.empty())
      throw UsageError(fmt::format("{0}: which files? gordian {0} FILE... -- FLAGS", name));
    return fixedCommands(choice.paths, {behindDashes.begin() + 1, behindDashes.end()}, here);
  }
  const std::filesystem::path file = findCompileDatabase(choice.build);
  CompileDatabase database = readCompileDatabase(file);
  database.file = file;
  return database;
}

}  // namespace gordian::cli
