// What the file of a program says about whether a preloaded library can observe it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gordian::cli {

// As execvp finds it; the name itself when it has a slash; empty when it is nowhere.
std::filesystem::path findProgram(const std::string& name);

struct Executable {
  bool isElf = false;
  bool isStatic = false;      // no dynamic loader, so nothing is preloaded
  bool isPrivileged = false;  // setuid, setgid or file capabilities: the loader ignores LD_PRELOAD
  bool isForeign = false;     // another word size or machine than ours
  std::vector<std::string> needed;  // DT_NEEDED
};

// Reads the file with distrust; for a script the interpreter is looked at instead.
Executable inspect(const std::filesystem::path& program);

// Why nothing can be observed, or empty.
std::string blindReason(const Executable& executable);

// Whether the file has a section with debug information.
bool hasDebugInfo(const std::filesystem::path& file);

}  // namespace gordian::cli
