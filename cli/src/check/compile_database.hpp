// compile_commands.json: what a build says of how its sources are compiled.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "compile_entry.hpp"

namespace gordian::cli {

struct CompileDatabase {
  std::vector<CompileEntry> entries;  // sorted; what is the same stands once
  std::size_t ofOtherLanguages = 0;   // entries that are neither C nor C++
  std::string file;                   // for messages; empty: there is none
};

// `named` is what -p says: the file or its folder. Empty: looked for here, in build and in the
// folders of build. Throws UsageError that says how to make one.
std::filesystem::path findCompileDatabase(const std::string& named);

// Throws UsageError with file, entry and reason. An entry whose response file cannot be read is
// kept with its problem.
CompileDatabase readCompileDatabase(const std::filesystem::path& file);

// `files`, each compiled by `flags` in `directory`.
CompileDatabase fixedCommands(const std::vector<std::string>& files,
                              const std::vector<std::string>& flags,
                              const std::filesystem::path& directory);

// Only the entries whose file is one of `paths` or below one. Throws UsageError for a path that is
// not there or has no entry; `database` names it in the message.
void restrictTo(CompileDatabase& commands, const std::vector<std::string>& paths,
                const std::string& database);

}  // namespace gordian::cli
