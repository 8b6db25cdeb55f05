#include "attribute_macros.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>

#include "../report/errors.hpp"
#include "../report/read_file.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSource = std::size_t{16} << 20;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// What follows "# word"; empty: another line.
std::string_view behind(std::string_view line, std::string_view word) {
  line = trimmed(line);
  if (!line.starts_with('#')) return {};
  line = trimmed(line.substr(1));
  return line.starts_with(word) ? trimmed(line.substr(word.size())) : std::string_view();
}

bool names(std::string_view body, std::string_view attribute) {
  for (std::size_t at = body.find(attribute); at != std::string_view::npos;
       at = body.find(attribute, at + 1)) {
    const bool isWhole = at == 0 || (body[at - 1] != '_' &&
                                     std::isalnum(static_cast<unsigned char>(body[at - 1])) == 0);
    if (isWhole || body.substr(0, at).ends_with("__")) return true;
  }
  return false;
}

std::string textOf(const std::string& file) {
  try {
    return readFile(file, kMaxSource);
  } catch (const UsageError&) {
    return {};
  }
}

}  // namespace

void addMacro(std::string_view definition, AttributeMacros& macros) {
  const std::size_t open = definition.find_first_of("( \t");
  if (open == std::string_view::npos || definition[open] != '(') return;
  const std::string name(definition.substr(0, open));
  const std::size_t close = definition.find(')', open);
  if (close == std::string_view::npos) return;
  const std::string_view body = definition.substr(close + 1);
  const auto set = [&](std::string& macro, std::string_view attribute) {
    if (macro.empty() && names(body, attribute)) macro = name;
  };
  set(macros.guardedBy, "guarded_by(");
  set(macros.required, "requires_capability(");
  set(macros.required, "exclusive_locks_required(");
  set(macros.requiredShared, "requires_shared_capability(");
  set(macros.requiredShared, "shared_locks_required(");
}

MacroFinder::MacroFinder(const std::vector<std::string>& files) {
  for (const std::string& file : files) byName_[fs::path(file).filename()].push_back(file);
}

std::string MacroFinder::resolve(const std::string& from, std::string_view include) const {
  const std::string name(include.substr(1, include.size() - 2));
  const auto found = byName_.find(fs::path(name).filename());
  if (found == byName_.end()) return "";
  const std::string beside = (fs::path(from).parent_path() / name).lexically_normal();
  if (std::find(found->second.begin(), found->second.end(), beside) != found->second.end())
    return beside;
  const std::string ending = "/" + name;
  for (const std::string& file : found->second)
    if (file.ends_with(ending)) return file;
  return "";
}

const MacroFinder::Facts& MacroFinder::factsOf(const std::string& file) {
  const auto [place, isNew] = known_.try_emplace(file);
  if (!isNew) return place->second;
  Facts& facts = place->second;
  std::istringstream in(textOf(file));
  for (std::string line; std::getline(in, line);) {
    for (std::string next; line.ends_with('\\') && std::getline(in, next);) {
      line.back() = ' ';
      line += next;
    }
    if (const std::string_view included = behind(line, "include"); included.size() > 2) {
      const std::size_t end = included.find_first_of("\">", 1);
      if (end != std::string_view::npos) facts.includes.emplace_back(included.substr(0, end + 1));
    }
    if (const std::string_view definition = behind(line, "define"); !definition.empty())
      addMacro(definition, facts.own);
  }
  return facts;
}

AttributeMacros MacroFinder::seenBy(const std::string& file) {
  AttributeMacros seen;
  std::set<std::string> reached{file};
  std::vector<std::string> open{file};
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::string at = open[i];
    const Facts& facts = factsOf(at);
    const auto take = [](std::string& macro, const std::string& own) {
      if (macro.empty()) macro = own;
    };
    take(seen.guardedBy, facts.own.guardedBy);
    take(seen.required, facts.own.required);
    take(seen.requiredShared, facts.own.requiredShared);
    const std::vector<std::string> includes = facts.includes;
    for (const std::string& include : includes)
      if (const std::string found = resolve(at, include); !found.empty())
        if (reached.insert(found).second) open.push_back(found);
  }
  return seen;
}

std::optional<MacroFinder::Header> MacroFinder::headerAmong(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    const AttributeMacros macros = factsOf(file).own;
    if (macros.guardedBy.empty()) continue;
    for (const std::string& other : files) {
      const std::vector<std::string> includes = factsOf(other).includes;
      for (const std::string& include : includes)
        if (resolve(other, include) == file) return Header{file, include, macros};
    }
  }
  return std::nullopt;
}

}  // namespace gordian::cli
