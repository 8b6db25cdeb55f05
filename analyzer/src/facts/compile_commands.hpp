// How each source is compiled: from a compile database, or from flags on the command line.
#pragma once

#include <string>
#include <vector>

namespace gordian::analyzer::facts {

struct CompileCommand {
  std::string directory;
  std::string file;                    // absolute
  std::string name;                    // of its facts, without ending
  std::vector<std::string> arguments;  // compiler and file included
};

// All entries for `files` in the database of `buildFolder`; of all its files if there are none.
// Throws std::runtime_error when there is no database there or it cannot be read.
std::vector<CompileCommand> commandsOf(const std::string& buildFolder,
                                       const std::vector<std::string>& files,
                                       std::vector<std::string>& unknownFiles);
CompileCommand commandWith(const std::string& file, const std::vector<std::string>& flags);

// Made ready for our front end: no output, no plugins, no warnings, no options that only GCC knows.
std::vector<std::string> prepared(const CompileCommand& command, const std::string& resourceFolder);

// Where Clang's own headers should be; and the same if they are there, else nothing.
std::string expectedResourceFolder(const std::string& wanted);
std::string resourceFolder(const std::string& wanted);

}  // namespace gordian::analyzer::facts
