#include "checker_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "../commands/runtime_library.hpp"
#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "subprocess.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "gordian-check";

fs::path find(std::vector<std::string>& looked) {
  std::vector<fs::path> folders;
  if (const char* home = std::getenv("GORDIAN_HOME"); home != nullptr && *home != '\0')
    folders.push_back(fs::path(home) / "bin");
  if (const fs::path here = executableFolder(); !here.empty()) folders.push_back(here);
  for (const fs::path& folder : folders) {
    const fs::path file = folder / kName;
    std::error_code error;
    if (fs::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0)
      return fs::canonical(file, error);
    looked.push_back(file.native());
  }
  return {};
}

}  // namespace

CheckerProgram findCheckerProgram() {
  std::vector<std::string> looked;
  CheckerProgram program;
  program.path = find(looked);
  if (program.path.empty())
    throw UsageError(fmt::format(
        "check: {} is not there (looked for {}). It is built where LLVM 19 is installed (in "
        "Gordian's sources: scripts/setup check, then scripts/build); GORDIAN_HOME says where its "
        "bin folder is",
        kName, fmt::join(looked, ", ")));
  const Output output = outputOf({program.path, "--version"});
  if (output.error != 0 || output.status != 0 || output.out.empty())
    throw UsageError(fmt::format("check: {} does not work: {}", program.path.native(),
                                 output.error != 0 ? std::strerror(output.error)
                                 : output.err.empty()
                                     ? fmt::format("status {}", output.status)
                                     : output.err.substr(0, output.err.find('\n'))));
  constexpr std::size_t kMaxProgram = std::size_t{1} << 30;
  program.content = Hasher().add(readFile(program.path, kMaxProgram)).value();
  program.version = output.out.substr(0, output.out.find('\n'));
  return program;
}

}  // namespace gordian::cli
