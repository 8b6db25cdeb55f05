// gordian-check: reads C and C++ sources and writes what their functions do with locks, threads and
// data. `gordian check` runs it; people run `gordian-check dump FILE -- FLAGS`.
#include <iostream>
#include <string>
#include <vector>

#include "compile_commands.hpp"
#include "front_end.hpp"
#include "text/unit_text.hpp"

namespace {

using namespace gordian::analyzer;

constexpr int kUsage = 2;
constexpr int kIncomplete = 3;

int dump(const std::string& file, const std::vector<std::string>& flags) {
  const std::string resources = facts::resourceFolder("");
  const facts::CompileCommand command = facts::commandWith(file, flags);
  const facts::Extraction result =
      facts::extract(command.directory, command.file, facts::prepared(command, resources));
  writeText(result.unit, {}, std::cout);
  return result.unit.problems.empty() ? 0 : kIncomplete;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2 || arguments[0] != "dump") {
    std::cerr << "usage: gordian-check dump FILE -- FLAGS\n";
    return kUsage;
  }
  std::vector<std::string> flags;
  if (arguments.size() > 3) flags.assign(arguments.begin() + 3, arguments.end());
  return dump(arguments[1], flags);
}
