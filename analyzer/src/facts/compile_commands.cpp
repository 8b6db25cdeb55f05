#include "compile_commands.hpp"

#include <clang/Driver/Options.h>
#include <clang/Tooling/ArgumentsAdjusters.h>
#include <clang/Tooling/CompilationDatabase.h>
#include <clang/Tooling/JSONCompilationDatabase.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Option/Arg.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/xxhash.h>

#include <stdexcept>

#include "normal_path.hpp"

namespace gordian::analyzer::facts {
namespace {

namespace tooling = clang::tooling;

std::string absolute(llvm::StringRef file, llvm::StringRef directory) {
  llvm::SmallString<256> path(file);
  if (!directory.empty()) llvm::sys::fs::make_absolute(directory, path);
  llvm::sys::fs::make_absolute(path);
  return normalPath(path);
}

// Known to Clang as well, but not meant for a look at the source.
bool isUnwanted(llvm::StringRef argument) {
  return argument.starts_with("-D_FORTIFY_SOURCE") || argument.starts_with("-fsanitize") ||
         argument.starts_with("-fprofile") || argument == "-Werror" ||
         argument.starts_with("-Werror=") || argument.starts_with("-save-temps") ||
         argument.starts_with("--save-temps") || argument.starts_with("-specs=") ||
         argument.starts_with("-flto") || argument.starts_with("-fdump-") ||
         argument == "-pedantic-errors" || argument == "-fmodules-ts";
}

// What Clang's driver does not know it calls an error: those are options of GCC.
std::vector<std::string> withoutUnknown(const std::vector<std::string>& arguments) {
  std::vector<const char*> pointers;
  for (std::size_t i = 1; i < arguments.size(); ++i) pointers.push_back(arguments[i].c_str());
  unsigned missingIndex = 0;
  unsigned missingCount = 0;
  const llvm::opt::InputArgList parsed = clang::driver::getDriverOptTable().ParseArgs(
      pointers, missingIndex, missingCount,
      llvm::opt::Visibility(clang::driver::options::ClangOption));
  llvm::SmallDenseSet<unsigned> unknown;
  for (const llvm::opt::Arg* argument : parsed) {
    if (argument->getOption().getKind() == llvm::opt::Option::UnknownClass) {
      unknown.insert(argument->getIndex());
    }
  }
  std::vector<std::string> known{arguments.front()};
  for (unsigned i = 0; i < pointers.size(); ++i) {
    if (!unknown.contains(i) && !isUnwanted(pointers[i])) known.emplace_back(pointers[i]);
  }
  return known;
}

// A name that the entry chose, if it is one of a file; else the source's and a hash of the entry.
std::string factsName(const CompileCommand& command, llvm::StringRef output) {
  if (!output.empty() && output == llvm::sys::path::filename(output) && output != "." &&
      output != "..") {
    return output.str();
  }
  std::string all = command.directory + '\n' + command.file;
  for (const std::string& argument : command.arguments) all += '\n' + argument;
  return llvm::sys::path::filename(command.file).str() + "-" +
         llvm::utohexstr(llvm::xxh3_64bits(all), true);
}

CompileCommand described(const tooling::CompileCommand& command) {
  CompileCommand result{
      command.Directory, absolute(command.Filename, command.Directory), {}, command.CommandLine};
  result.name = factsName(result, command.Output);
  return result;
}

std::unique_ptr<tooling::CompilationDatabase> databaseIn(const std::string& buildFolder) {
  std::string path = buildFolder;
  if (!llvm::sys::fs::is_regular_file(path)) path += "/compile_commands.json";
  std::string error;
  std::unique_ptr<tooling::CompilationDatabase> database =
      tooling::JSONCompilationDatabase::loadFromFile(path, error,
                                                     tooling::JSONCommandLineSyntax::AutoDetect);
  if (!database) throw std::runtime_error(path + ": " + error);
  return tooling::inferTargetAndDriverMode(
      tooling::expandResponseFiles(std::move(database), llvm::vfs::getRealFileSystem()));
}

}  // namespace

std::vector<CompileCommand> commandsOf(const std::string& buildFolder,
                                       const std::vector<std::string>& files,
                                       std::vector<std::string>& unknownFiles) {
  const auto database = databaseIn(buildFolder);
  std::vector<CompileCommand> commands;
  if (files.empty()) {
    for (const tooling::CompileCommand& command : database->getAllCompileCommands()) {
      commands.push_back(described(command));
    }
    return commands;
  }
  llvm::StringSet<> seen;
  for (const std::string& file : files) {
    const std::string source = absolute(file, "");
    const std::vector<tooling::CompileCommand> found = database->getCompileCommands(source);
    if (found.empty()) unknownFiles.push_back(file);
    if (!seen.insert(source).second) continue;
    for (const tooling::CompileCommand& command : found) commands.push_back(described(command));
  }
  return commands;
}

CompileCommand commandWith(const std::string& file, const std::vector<std::string>& flags) {
  llvm::SmallString<256> here;
  llvm::sys::fs::current_path(here);
  CompileCommand command{std::string(here), absolute(file, ""), {}, {"clang"}};
  command.arguments.insert(command.arguments.end(), flags.begin(), flags.end());
  command.arguments.push_back(command.file);
  command.name = factsName(command, "");
  return command;
}

std::vector<std::string> prepared(const CompileCommand& command,
                                  const std::string& resourceFolder) {
  std::vector<std::string> arguments = withoutUnknown(command.arguments);
  for (const tooling::ArgumentsAdjuster& adjust :
       {tooling::getClangStripOutputAdjuster(), tooling::getClangStripDependencyFileAdjuster(),
        tooling::getStripPluginsAdjuster(), tooling::getClangSyntaxOnlyAdjuster()}) {
    arguments = adjust(arguments, command.file);
  }
  // Before the file, behind the user's own flags: a last -w wins. What GCC 12 only warns of, or
  // accepts, is no error here either: old C, and Boost 1.74's enumerations.
  const std::vector<std::string> ours{"-w",
                                      "-Wno-enum-constexpr-conversion",
                                      "-Wno-implicit-function-declaration",
                                      "-Wno-implicit-int",
                                      "-Wno-incompatible-function-pointer-types",
                                      "-Wno-int-conversion",
                                      "-Wno-return-mismatch",
                                      "-Wno-return-type",
                                      "-Wno-register",
                                      "-Wno-reserved-user-defined-literal",
                                      "-Wno-c++11-narrowing",
                                      "-ferror-limit=0",
                                      "-fno-caret-diagnostics",
                                      "-D__GORDIAN__=1",
                                      "-resource-dir=" + resourceFolder};
  arguments = tooling::getInsertArgumentAdjuster(ours, tooling::ArgumentInsertPosition::END)(
      arguments, command.file);
  return arguments;
}

std::string expectedResourceFolder(const std::string& wanted) {
  return wanted.empty() ? GORDIAN_RESOURCE_DIR : wanted;
}

std::string resourceFolder(const std::string& wanted) {
  const std::string folder = absolute(expectedResourceFolder(wanted), "");
  return llvm::sys::fs::exists(folder + "/include/stddef.h") ? folder : std::string();
}

}  // namespace gordian::analyzer::facts
