#include "extract_command.hpp"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <cstdio>
#include <filesystem>

#include "front_end.hpp"
#include "input_list.hpp"
#include "isolated.hpp"
#include "store/facts_file.hpp"

namespace gordian::analyzer::facts {
namespace {

// 0: both files are there.
int extractOne(const CompileCommand& command, const std::filesystem::path& target,
               const std::string& resources) {
  const Extraction result = extract(command.directory, command.file, prepared(command, resources));
  std::filesystem::path list = target;
  list += ".d";
  std::filesystem::path facts = target;
  facts += ".facts";
  std::optional<std::string> problem = writeInputs(list, facts.filename().string(), result.inputs);
  if (!problem) problem = writeFacts(facts, result.unit);
  if (!problem) return 0;
  std::fprintf(stderr, "gordian-check: %s: %s\n", command.file.c_str(), problem->c_str());
  return 1;
}

}  // namespace

int extractAll(const std::vector<CompileCommand>& commands, const std::string& out,
               const std::string& resources) {
  llvm::SmallString<256> folder(out);
  llvm::sys::fs::make_absolute(folder);  // a unit changes the working directory
  if (llvm::sys::fs::create_directories(folder)) {
    std::fprintf(stderr, "gordian-check: cannot make the folder %s\n", out.c_str());
    return 2;
  }
  bool isComplete = true;
  for (const CompileCommand& command : commands) {
    const std::filesystem::path target = std::filesystem::path(folder.c_str()) / command.name;
    const Outcome outcome = runIsolated([&] { return extractOne(command, target, resources); });
    if (!outcome.reason.empty()) {
      std::fprintf(stderr, "gordian-check: %s: %s\n", command.file.c_str(), outcome.reason.c_str());
    }
    isComplete &= outcome.reason.empty() && outcome.status == 0;
  }
  return isComplete ? 0 : 1;
}

}  // namespace gordian::analyzer::facts
