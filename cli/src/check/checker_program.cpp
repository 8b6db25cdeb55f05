#include "checker_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "../commands/runtime_library.hpp"
#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/write_file.hpp"
#include "file_identity.hpp"
#include "lines.hpp"
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

// Its first line is the version, the others name files that it depends on.
std::string answerOf(const fs::path& path) {
  const Output output = outputOf({path, "--version", "--files"});
  if (output.error != 0 || output.status != 0 || output.out.empty())
    throw UsageError(fmt::format("check: {} does not work: {}", path.native(),
                                 output.error != 0 ? std::strerror(output.error)
                                 : output.err.empty()
                                     ? fmt::format("status {}", output.status)
                                     : output.err.substr(0, output.err.find('\n'))));
  return output.out;
}

constexpr const char* kNote = "checker";
constexpr std::string_view kFirstLine = "gordian-checker 1";

// With these, other files are loaded than without.
bool loadsOthers() {
  return std::getenv("LD_LIBRARY_PATH") != nullptr || std::getenv("LD_PRELOAD") != nullptr;
}

// What is noted of the program at `path`; its version is empty when that is nothing, or perhaps no
// longer true.
CheckerProgram noted(const fs::path& folder, const fs::path& path) {
  constexpr std::size_t kMaxNote = std::size_t{1} << 20;
  std::string text;
  try {
    text = readFile(folder / kNote, kMaxNote);
  } catch (const UsageError&) {
    return {};
  }
  const std::vector<std::string_view> lines = linesOf(text);
  constexpr std::size_t kHead = 3;
  CheckerProgram program{path, {}, {}};
  if (lines.size() <= kHead || lines[0] != kFirstLine || !parseHash(lines[2], program.content))
    return {};
  bool isAbout = false;
  for (std::size_t i = kHead; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    FileIdentity identity;
    if (!takeIdentity(line, identity) || identityOf(line) != identity) return {};
    isAbout |= line == path.native();
  }
  if (isAbout) program.version = lines[1];
  return program;
}

// Nothing when one of the files may still be changing.
void note(const fs::path& folder, const CheckerProgram& program,
          std::vector<std::string_view> files) {
  files.emplace_back(program.path.native());
  std::string text =
      fmt::format("{}\n{}\n{}\n", kFirstLine, program.version, program.content.text());
  for (const std::string_view file : files) {
    const auto identity = identityOf(file);
    if (!identity || !identity->isSettled()) return;
    text += fmt::format("{} {}\n", identity->text(), file);
  }
  static_cast<void>(replaceFile(folder / kNote, text));  // without it, the next one asks again
}

}  // namespace

CheckerProgram findCheckerProgram(const fs::path& folder) {
  std::vector<std::string> looked;
  const fs::path path = find(looked);
  if (path.empty())
    throw UsageError(fmt::format(
        "check: {} is not there (looked for {}). It is built where LLVM 19 is installed (in "
        "Gordian's sources: scripts/setup check, then scripts/build); GORDIAN_HOME says where its "
        "bin folder is",
        kName, fmt::join(looked, ", ")));
  CheckerProgram program = loadsOthers() ? CheckerProgram{} : noted(folder, path);
  if (!program.version.empty()) return program;
  constexpr std::size_t kMaxProgram = std::size_t{1} << 30;
  const std::string answer = answerOf(path);
  const std::vector<std::string_view> lines = linesOf(answer);
  program = {path, std::string(lines[0]), Hasher().add(readFile(path, kMaxProgram)).value()};
  if (lines.size() > 1 && !loadsOthers()) note(folder, program, {lines.begin() + 1, lines.end()});
  return program;
}

}  // namespace gordian::cli
