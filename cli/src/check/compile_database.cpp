#include "compile_database.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../report/errors.hpp"
#include "../report/read_json.hpp"
#include "command_words.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using Json = JsonFile::Json;

constexpr const char* kName = "compile_commands.json";
constexpr const char* kRemedy =
    "let the build write one (cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, meson, bear -- make), name "
    "its folder with -p, or name files and flags: gordian check FILE... -- FLAGS";

bool isFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

// An absolute path without . and .. in it; links stay what they are.
std::string normal(const fs::path& path, const fs::path& base) {
  return (base / path).lexically_normal();
}

std::vector<std::string> wordsOf(const JsonFile& json, const Json& item, const std::string& which) {
  const auto arguments = item.find("arguments");
  if (arguments == item.end()) {
    if (item.find("command") == item.end())
      json.fail(which + " has neither 'command' nor 'arguments'");
    return splitWords(json.text(item, "command"));
  }
  std::vector<std::string> words;
  if (!arguments->is_array()) json.fail(which + ": 'arguments' is not a list");
  for (const Json& word : *arguments) {
    if (!word.is_string()) json.fail(which + ": 'arguments' has something that is not a text");
    words.push_back(word.get<std::string>());
  }
  return words;
}

CompileEntry entryOf(const JsonFile& json, const Json& item, std::size_t number,
                     const fs::path& folder) {
  const std::string which = fmt::format("entry {}", number);
  if (!item.is_object()) json.fail(which + " is not an object");
  for (const char* key : {"directory", "file"})
    if (const auto value = item.find(key); value == item.end() || !value->is_string())
      json.fail(fmt::format("{} has no '{}'", which, key));
  CompileEntry entry;
  entry.directory = normal(json.text(item, "directory"), folder);
  entry.file = normal(json.text(item, "file"), entry.directory);
  entry.arguments = wordsOf(json, item, which);
  if (entry.arguments.empty()) json.fail(which + " has an empty command");
  try {
    entry.arguments = withResponseFiles(entry.arguments, entry.directory);
  } catch (const UsageError& error) {
    entry.problem = error.what();
  }
  entry.arguments = essentialWords(std::move(entry.arguments));
  return entry;
}

void sortUnique(std::vector<CompileEntry>& entries) {
  const auto key = [](const CompileEntry& entry) {
    return std::tie(entry.file, entry.directory, entry.arguments);
  };
  std::sort(entries.begin(), entries.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
}

}  // namespace

fs::path findCompileDatabase(const std::string& named) {
  std::error_code error;
  if (!named.empty()) {
    if (isFile(named)) return named;
    if (const fs::path file = fs::path(named) / kName; isFile(file)) return file;
    throw UsageError(fmt::format("no {} in '{}': {}", kName, named, kRemedy));
  }
  for (const fs::path folder : {".", "build"})
    if (isFile(folder / kName)) return (folder / kName).lexically_normal();
  std::vector<fs::path> found;
  for (fs::directory_iterator entry("build", error), end; !error && entry != end;
       entry.increment(error))
    if (isFile(entry->path() / kName)) found.push_back(entry->path() / kName);
  if (found.size() == 1) return found.front();
  std::sort(found.begin(), found.end());
  if (!found.empty())
    throw UsageError(fmt::format("several builds have a {}: -p {} or -p {}?", kName,
                                 found[0].parent_path().native(), found[1].parent_path().native()));
  throw UsageError(fmt::format("no {} here or in build: {}", kName, kRemedy));
}

CompileDatabase readCompileDatabase(const fs::path& file) {
  constexpr std::size_t kMaxSize = std::size_t{1} << 30;
  const JsonFile json(file, kMaxSize);
  if (!json.root().is_array()) json.fail("not a list of commands");
  if (json.root().empty())
    json.fail("it is empty: configure and build the project first, or name another one with -p");
  std::error_code error;
  const fs::path folder = fs::absolute(file, error).parent_path();
  CompileDatabase database;
  std::size_t number = 0;
  for (const Json& item : json.root()) {
    CompileEntry entry = entryOf(json, item, ++number, folder);
    if (isCFamily(entry.file, entry.arguments))
      database.entries.push_back(std::move(entry));
    else
      ++database.ofOtherLanguages;
  }
  if (database.entries.empty()) json.fail("none of its entries is C or C++");
  sortUnique(database.entries);
  return database;
}

CompileDatabase fixedCommands(const std::vector<std::string>& files,
                              const std::vector<std::string>& flags, const fs::path& directory) {
  CompileDatabase database;
  for (const std::string& file : files) {
    if (!isFile(directory / file)) throw UsageError(fmt::format("no file '{}'", file));
    CompileEntry entry{normal("", directory), normal(file, directory), {}, {}};
    if (entry.directory.size() > 1 && entry.directory.back() == '/') entry.directory.pop_back();
    const std::string ending = fs::path(file).extension();
    entry.arguments = {ending == ".c" || ending == ".m" ? "cc" : "c++"};
    entry.arguments.insert(entry.arguments.end(), flags.begin(), flags.end());
    if (!isCFamily(entry.file, entry.arguments))
      throw UsageError(
          fmt::format("'{}' is neither C nor C++ by its name; -x says what it is", file));
    entry.arguments = withResponseFiles(entry.arguments, entry.directory);
    entry.arguments = essentialWords(std::move(entry.arguments));
    entry.arguments.push_back(entry.file);
    database.entries.push_back(std::move(entry));
  }
  sortUnique(database.entries);
  return database;
}

void restrictTo(CompileDatabase& commands, const std::vector<std::string>& paths,
                const std::string& database) {
  if (paths.empty()) return;
  std::error_code error;
  const fs::path here = fs::current_path(error);
  std::vector<bool> isWanted(commands.entries.size());
  for (const std::string& path : paths) {
    if (!fs::exists(path, error)) throw UsageError(fmt::format("no file or folder '{}'", path));
    std::string wanted = normal(path, here);
    if (wanted.size() > 1 && wanted.back() == '/') wanted.pop_back();
    const std::string below = wanted == "/" ? wanted : wanted + "/";
    bool isFound = false;
    for (std::size_t i = 0; i < isWanted.size(); ++i) {
      const std::string& file = commands.entries[i].file;
      if (file != wanted && !file.starts_with(below)) continue;
      isFound = isWanted[i] = true;
    }
    if (!isFound)
      throw UsageError(fmt::format("{} has no source in '{}' (headers have none; whole folders do)",
                                   database, path));
  }
  std::vector<CompileEntry> kept;
  for (std::size_t i = 0; i < isWanted.size(); ++i)
    if (isWanted[i]) kept.push_back(std::move(commands.entries[i]));
  commands.entries = std::move(kept);
}

}  // namespace gordian::cli
