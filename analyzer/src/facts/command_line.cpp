#include "command_line.hpp"

#include <string_view>

namespace gordian::analyzer::facts {

const char* usageText() {
  return "usage: gordian-check dump FILE [-- COMPILER FLAGS]        the facts of one source, as "
         "text\n"
         "       gordian-check dump -p BUILD FILE\n"
         "       gordian-check dump FILE.facts\n"
         "       gordian-check extract --out DIR [-p BUILD] [FILE...] [-- COMPILER FLAGS]\n"
         "       gordian-check --version [--files]\n"
         "BUILD is a folder with compile_commands.json. --resource-dir=DIR: Clang's own headers.\n";
}

CommandLine parse(int argc, char** argv) {
  CommandLine line;
  const auto usage = [&](std::string problem) {
    line.task = CommandLine::Task::Usage;
    line.problem = std::move(problem);
    return line;
  };
  if (argc < 2) return usage("nothing to do");
  const std::string_view task = argv[1];
  if (task == "--help" || task == "-h") return line;
  if (task == "--version") {
    line.task = CommandLine::Task::Version;
    line.withFiles = argc > 2 && std::string_view(argv[2]) == "--files";
    return line;
  }
  if (task != "dump" && task != "extract")
    return usage("unknown command '" + std::string(task) + "'");
  line.task = task == "dump" ? CommandLine::Task::Dump : CommandLine::Task::Extract;
  for (int i = 2; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--") {
      line.hasFlags = true;
      line.flags.assign(argv + i + 1, argv + argc);
      break;
    }
    const auto option = [&](std::string_view name, std::string& value) {
      if (argument == name && i + 1 < argc) {
        value = argv[++i];
        return true;
      }
      if (argument.starts_with(name) && argument.substr(name.size()).starts_with("=")) {
        value = argument.substr(name.size() + 1);
        return true;
      }
      return false;
    };
    if (option("--out", line.out) || option("-p", line.build) ||
        option("--resource-dir", line.resources)) {
      continue;
    }
    if (argument.starts_with("-")) return usage("unknown option " + std::string(argument));
    line.files.emplace_back(argument);
  }
  if (line.task == CommandLine::Task::Dump && line.files.size() != 1) return usage("name one FILE");
  if (line.task == CommandLine::Task::Extract && line.out.empty()) return usage("--out is missing");
  if (line.hasFlags && !line.build.empty()) return usage("either -p or --");
  if (line.hasFlags && line.files.empty()) return usage("no FILE before --");
  return line;
}

}  // namespace gordian::analyzer::facts
