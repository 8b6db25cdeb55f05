#include "extraction.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "../commands/child.hpp"
#include "../commands/console.hpp"
#include "../report/errors.hpp"
#include "../report/read_file.hpp"
#include "../report/text.hpp"
#include "../report/write_file.hpp"
#include "ninja_run.hpp"
#include "store/facts_file.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBatch = 20;

int lockFolder(const fs::path& folder) {
  const fs::path file = folder / "lock";
  const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    throw UsageError(fmt::format("cannot write '{}': {}", file.native(), std::strerror(errno)));
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  say(fmt::format("waiting for another gordian check in {}", displayPath(folder)));
  while (flock(fd, LOCK_EX) != 0 && errno == EINTR) {
  }
  return fd;
}

// Written once for each job: the entries of its units, with the names of their results.
std::string databaseOf(const std::vector<std::pair<const CompileEntry*, std::string>>& units) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& [entry, key] : units)
    list.push_back({{"directory", entry->directory},
                    {"file", entry->file},
                    {"arguments", entry->arguments},
                    {"output", key}});
  return list.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

Extraction::Extraction(fs::path folder, CheckerProgram program, ExtractionOptions options)
    : folder_(std::move(folder)),
      program_(std::move(program)),
      options_(std::move(options)),
      lock_(lockFolder(folder_)),
      hashes_(folder_ / "hashes"),
      cache_(folder_ / "cache", hashes_) {
  fs::create_directories(folder_ / "units");
}

Extraction::~Extraction() {
  try {
    hashes_.save();
  } catch (const UsageError&) {
    // It costs time the next time, no more.
  }
  close(lock_);
}

unsigned Extraction::parallel() const {
  return options_.jobs > 0 ? options_.jobs : std::max(1u, std::thread::hardware_concurrency());
}

std::string Extraction::keyOf(const CompileEntry& entry) const {
  Hasher hasher;
  hasher.add(fmt::format("facts {}", analyzer::kFactsVersion)).add(program_.version);
  hasher.add(program_.content);
  // What a compiler reads beside its command.
  for (const char* variable : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
                               "OBJCPLUS_INCLUDE_PATH"}) {
    const char* const value = std::getenv(variable);
    hasher.add(value == nullptr ? "" : value);
  }
  hasher.add(entry.directory).add(entry.file);
  for (const std::string& word : entry.arguments) hasher.add(word);
  return hasher.value().text();
}

// What an interrupted check had finished.
void Extraction::takeLeftovers() {
  const auto started = timeOf(folder_ / "build.ninja");
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(folder_ / "units")) left.push_back(entry.path());
  for (const fs::path& file : left)
    if (started && file.extension() == ".facts")
      cache_.adopt(file.stem(), file, fs::path(file).replace_extension(".d"), *started);
  std::error_code error;
  for (const fs::path& file : left) fs::remove_all(file, error);
}

std::vector<UnitFacts> Extraction::facts(const std::vector<CompileEntry>& entries) {
  takeLeftovers();
  cache_.prune();
  std::vector<UnitFacts> units;
  units.reserve(entries.size());
  for (const CompileEntry& entry : entries) units.push_back({entry, {}, entry.problem});
  std::vector<Unit> missing;
  for (UnitFacts& unit : units) {
    if (!unit.problem.empty()) continue;
    const std::string key = keyOf(unit.entry);
    if (const auto facts = cache_.find(key))
      unit.facts = *facts;
    else
      missing.push_back({&unit, key});
  }
  if (!options_.isQuiet && !missing.empty())
    say(missing.size() == units.size()
            ? fmt::format("reading {} units", units.size())
            : fmt::format("reading {} of {} units anew", missing.size(), units.size()));
  read(std::move(missing));
  return units;
}

void Extraction::again(std::vector<UnitFacts*> units) {
  std::vector<Unit> missing;
  for (UnitFacts* unit : units) {
    cache_.forget(unit->facts);
    unit->facts.clear();
    missing.push_back({unit, keyOf(unit->entry)});
  }
  read(std::move(missing));
}

// A job that reads several units may die with one of them; the others then get jobs of their own.
void Extraction::read(std::vector<Unit> missing) {
  if (missing.empty()) return;
  const std::size_t share = missing.size() / (std::size_t{8} * parallel());
  std::size_t size = std::clamp<std::size_t>(share, 1, kMaxBatch);
  for (; !missing.empty(); size = 1) {
    std::vector<std::vector<Unit>> batches;
    for (std::size_t i = 0; i < missing.size(); i += size)
      batches.emplace_back(
          missing.begin() + static_cast<std::ptrdiff_t>(i),
          missing.begin() + static_cast<std::ptrdiff_t>(std::min(i + size, missing.size())));
    run(batches);
    if (size == 1) return;
    std::erase_if(missing, [](const Unit& unit) { return !unit.facts->facts.empty(); });
  }
}

void Extraction::run(const std::vector<std::vector<Unit>>& batches) {
  const fs::path units = folder_ / "units";
  std::vector<NinjaJob> jobs;
  std::vector<std::string> names;
  for (const auto& batch : batches) {
    const std::string name = batch.front().key;
    const fs::path folder = units / (name + ".job");
    fs::create_directories(folder);
    std::vector<std::pair<const CompileEntry*, std::string>> entries;
    NinjaJob job;
    job.title = displayPath(batch.front().facts->entry.file);
    if (batch.size() > 1) job.title += fmt::format(" and {} more", batch.size() - 1);
    for (const Unit& unit : batch) {
      entries.emplace_back(&unit.facts->entry, unit.key);
      job.outputs.push_back(units / (unit.key + ".facts"));
    }
    writeFile(folder / "compile_commands.json", databaseOf(entries));
    const std::string log = shellWord(folder / "log");
    job.command = fmt::format(
        "{}{} extract --out {} -p {} > {} 2>&1 || {{ echo gordian: status $? >> {}; false; }}",
        options_.launcher.empty() ? "" : options_.launcher + " ", shellWord(program_.path),
        shellWord(units), shellWord(folder), log, log);
    jobs.push_back(std::move(job));
    names.push_back(folder);
  }
  const NinjaResult result = runNinja(folder_, jobs, parallel());
  hashes_.lookAgain();
  const Nanoseconds started = timeOf(folder_ / "build.ninja").value_or(0);
  std::size_t done = 0;
  for (std::size_t i = 0; i < batches.size(); ++i)
    for (Unit unit : batches[i]) {
      if (collect(unit, started))
        ++done;
      else
        unit.facts->problem = failureOf(names[i]);
    }
  if (result.isInterrupted) {
    say(fmt::format("interrupted; {} of {} jobs are done and will not be done again", done,
                    batches.size()));
    hashes_.save();
    dieBy(SIGINT);
  }
  if (!result.problem.empty()) throw UsageError("check: " + result.problem);
}

bool Extraction::collect(Unit& unit, Nanoseconds started) {
  const fs::path facts = folder_ / "units" / (unit.key + ".facts");
  std::error_code error;
  if (!fs::exists(facts, error)) return false;
  const auto kept = cache_.adopt(unit.key, facts, fs::path(facts).replace_extension(".d"), started);
  unit.facts->facts = kept.value_or(facts);
  unit.facts->problem.clear();
  return true;
}

std::string Extraction::failureOf(const std::string& job) const {
  constexpr std::size_t kMaxLog = std::size_t{16} << 20;
  std::string log;
  try {
    log = readFile(job + "/log", kMaxLog);
  } catch (const UsageError&) {
    return "it was not read";
  }
  std::istringstream lines(log);
  std::string first;
  std::string said;
  int status = 0;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kStatus = "gordian: status ";
    constexpr std::string_view kOurs = "gordian-check: ";
    if (line.starts_with(kStatus))
      status = std::atoi(line.c_str() + kStatus.size());
    else if (line.starts_with(kOurs))
      said = line.substr(kOurs.size());
    else if (first.empty())
      first = line;
  }
  if (status > 128)
    return fmt::format("reading it ended by signal {} ({})", status - 128, strsignal(status - 128));
  if (!said.empty()) return said;
  return first.empty() ? fmt::format("reading it ended with status {}", status) : first;
}

}  // namespace gordian::cli
