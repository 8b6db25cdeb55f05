#include "program_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "../report/errors.hpp"
#include "../report/text.hpp"
#include "../report/write_file.hpp"
#include "store/facts_file.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFactsList = "facts.list";

// "2 errors, the first in x.h:12: unknown type name 'foo'".
std::string problemsOf(const analyzer::Unit& unit) {
  const analyzer::Problem& first = unit.problems.front();
  const std::string& file = unit.files[first.location.file].path;
  const std::string where = file == unit.source
                                ? fmt::format("line {}", first.location.line)
                                : fmt::format("{}:{}", displayPath(file), first.location.line);
  const std::size_t count = unit.problems.size();
  return fmt::format("{}: {}{}: {}", displayPath(unit.source),
                     count == 1 ? "an error at " : fmt::format("{} errors, the first at ", count),
                     where, first.text);
}

}  // namespace

std::vector<fs::path> factsFiles(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path, error)) {
      if (!fs::exists(path, error)) throw UsageError(fmt::format("no file or folder '{}'", path));
      files.emplace_back(path);
      continue;
    }
    const std::size_t before = files.size();
    if (std::ifstream list(fs::path(path) / kFactsList); list) {
      for (std::string line; std::getline(list, line);) files.push_back(fs::path(path) / line);
      continue;
    }
    for (fs::recursive_directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error))
      if (entry->path().extension() == ".facts") files.push_back(entry->path());
    if (files.size() == before) throw UsageError(fmt::format("no *.facts in '{}'", path));
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

void writeFactsList(const fs::path& folder, const std::vector<UnitFacts>& units) {
  std::string lines;
  for (const UnitFacts& unit : units)
    if (!unit.facts.empty()) lines += fs::proximate(unit.facts, folder).native() + "\n";
  writeFile((folder / kFactsList).native(), lines);
}

bool ProgramFacts::readOne(UnitFacts& unit, const std::function<void(analyzer::Unit)>& use) {
  if (unit.facts.empty()) {
    problems_.push_back(fmt::format("{}: {}", displayPath(unit.entry.file), unit.problem));
    return true;
  }
  analyzer::Unit facts;
  try {
    facts = analyzer::readFacts(unit.facts);
  } catch (const analyzer::FactsError& error) {
    unit.problem = error.what();
    return false;
  }
  for (const analyzer::File& file : facts.files)
    if (file.isSystem) system_.insert(file.path);
  allowances.add(facts);
  sources.push_back(facts.source);
  if (!facts.problems.empty()) problems_.push_back(problemsOf(facts));
  use(std::move(facts));
  return true;
}

void ProgramFacts::read(Extraction* extraction, std::vector<UnitFacts>& units,
                        const std::function<void(analyzer::Unit)>& use) {
  std::vector<UnitFacts*> damaged;
  for (UnitFacts& unit : units)
    if (!readOne(unit, use)) damaged.push_back(&unit);
  if (damaged.empty()) return;
  if (extraction != nullptr) extraction->again(damaged);
  for (UnitFacts* unit : damaged)
    if (!readOne(*unit, use)) {
      unit->facts.clear();
      readOne(*unit, use);
    }
}

bool ProgramFacts::isSystem(const std::string& file) const {
  return system_.count(file) > 0;
}

std::vector<std::string> ProgramFacts::problems() const {
  constexpr std::size_t kMost = 20;
  if (problems_.size() <= kMost) return problems_;
  std::vector<std::string> first(problems_.begin(), problems_.begin() + kMost);
  first.push_back(
      fmt::format("and {} more units could not be read, or not wholly", problems_.size() - kMost));
  return first;
}

}  // namespace gordian::cli
