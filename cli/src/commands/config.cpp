#include "config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>

#include "../report/errors.hpp"
#include "config_tables.hpp"
#include "console.hpp"

extern char** environ;

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

const std::set<std::string, std::less<>>& knownVariables() {
  static const std::set<std::string, std::less<>> kNames = {
      "GORDIAN_CONFIG",        "GORDIAN_OUT",
      "GORDIAN_FAIL_ON",       "GORDIAN_REQUIRE_EVIDENCE",
      "GORDIAN_DISABLE",       "GORDIAN_VERBOSE",
      "GORDIAN_HOME",          "GORDIAN_WRAPPED",
      "GORDIAN_ROOT_PID",      "GORDIAN_BOARD",
      "GORDIAN_ON_DEADLOCK",   "GORDIAN_DEADLOCK_MS",
      "GORDIAN_TIMEOUT_STALL", "GORDIAN_STATS",
      "GORDIAN_LONG_HOLD_MS",  "GORDIAN_STRICT",
      "GORDIAN_PLAN",          "GORDIAN_EXPLORE"};
  return kNames;
}

const std::set<std::string, std::less<>>& laterVariables() {
  static const std::set<std::string, std::less<>> kNames = {"GORDIAN_STACKS"};
  return kNames;
}

fs::path findConfig() {
  if (const char* named = std::getenv("GORDIAN_CONFIG"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  for (fs::path folder = fs::current_path(error); !error; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / "gordian.toml", error)) return folder / "gordian.toml";
    error.clear();
    if (folder == folder.parent_path()) break;
  }
  return {};
}

constexpr std::chrono::milliseconds kLongestAge = std::chrono::hours(24);

// A decimal number, and nothing behind it.
std::optional<double> numberIn(const std::string& word) {
  double value = 0;
  const char* const last = word.data() + word.size();
  const auto [end, error] = std::from_chars(word.data(), last, value);
  if (error != std::errc() || end != last || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::chrono::milliseconds parseDeadlockAge(const std::string& word, const std::string& from) {
  constexpr double kLeast = 200;  // two looks at the board
  const auto value = numberIn(word);
  if (!value || *value < kLeast || *value > static_cast<double>(kLongestAge.count()))
    throw UsageError(
        fmt::format("{}: deadlock_ms is a number of milliseconds from 200, not '{}'", from, word));
  return std::chrono::milliseconds(static_cast<std::int64_t>(*value));
}

// The [runtime] table.
void readRuntime(const toml::table& table, const fs::path& file, Settings& settings) {
  for (const auto& [key, node] : table) {
    const std::string name = fmt::format("runtime.{}", key.str());
    if (name == "runtime.on_deadlock") {
      settings.onDeadlock = parseOnDeadlock(valueOf<std::string>(node, file, name), file.native());
    } else if (name == "runtime.deadlock_ms") {
      const auto value = valueOf<std::int64_t>(node, file, name);
      settings.deadlockAge = parseDeadlockAge(std::to_string(value), file.native());
    } else if (name == "runtime.timeout_stall") {
      const double value = node.is_integer()
                               ? static_cast<double>(valueOf<std::int64_t>(node, file, name))
                               : valueOf<double>(node, file, name);
      settings.stallAge = parseStallAge(fmt::format("{}", value), file.native());
    } else {
      warnKey(file, key, name);
    }
  }
}

// The [order] table: names or patterns, and the rank of each.
DeclaredOrder readOrder(const toml::table& table, const fs::path& file) {
  std::vector<DeclaredRank> ranks;
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    ranks.push_back({name, valueOf<std::int64_t>(node, file, "order." + name)});
  }
  return DeclaredOrder(std::move(ranks));
}

void readConfig(const fs::path& file, Settings& settings) {
  constexpr std::uintmax_t kMaxSize = std::uintmax_t{1} << 20;
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    throw UsageError(fmt::format("cannot read configuration '{}': {}", file.native(),
                                 error ? error.message() : "not a regular file"));
  if (fs::file_size(file, error) > kMaxSize)
    throw UsageError(fmt::format("configuration '{}' is larger than 1 MiB", file.native()));
  toml::table table;
  try {
    table = toml::parse_file(file.native());
  } catch (const toml::parse_error& problem) {
    throw UsageError(fmt::format("{}:{}:{}: {}", file.native(), problem.source().begin.line,
                                 problem.source().begin.column, problem.description()));
  }
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (name == "fail_on") {
      settings.failOn = parseFailOn(valueOf<std::string>(node, file, name), file.native());
    } else if (name == "require_evidence") {
      settings.requireEvidence = valueOf<bool>(node, file, name);
    } else if (name == "runtime" && node.is_table()) {
      readRuntime(*node.as_table(), file, settings);
    } else if (name == "order" && node.is_table()) {
      settings.order = readOrder(*node.as_table(), file);
    } else if (name == "suppress" && node.is_array()) {
      settings.suppressions = readSuppressions(*node.as_array(), file);
    } else if (name == "baseline" && node.is_table()) {
      readBaseline(*node.as_table(), file, settings);
    } else if (name == "static" && node.is_table()) {
      readStatic(*node.as_table(), file, settings);
    } else {
      warnKey(file, key, name);
    }
  }
}

void readEnvironment(Settings& settings) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('='));
    if (name.substr(0, 8) != "GORDIAN_") continue;
    if (laterVariables().count(name) > 0)
      say(fmt::format("warning: this version does not support the variable {}, ignored", name));
    else if (knownVariables().count(name) == 0)
      say(fmt::format("warning: unknown variable {}, ignored", name));
  }
  const auto text = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  if (const auto word = text("GORDIAN_FAIL_ON"); !word.empty())
    settings.failOn = parseFailOn(word, "GORDIAN_FAIL_ON");
  if (const auto word = text("GORDIAN_REQUIRE_EVIDENCE"); !word.empty())
    settings.requireEvidence = word != "0" && word != "false";
  if (const auto word = text("GORDIAN_ON_DEADLOCK"); !word.empty())
    settings.onDeadlock = parseOnDeadlock(word, "GORDIAN_ON_DEADLOCK");
  if (const auto word = text("GORDIAN_DEADLOCK_MS"); !word.empty())
    settings.deadlockAge = parseDeadlockAge(word, "GORDIAN_DEADLOCK_MS");
  if (const auto word = text("GORDIAN_TIMEOUT_STALL"); !word.empty())
    settings.stallAge = parseStallAge(word, "GORDIAN_TIMEOUT_STALL");
  settings.out = text("GORDIAN_OUT");
}

}  // namespace

FailOn parseFailOn(const std::string& word, const std::string& from) {
  for (const FailOn level : {FailOn::Proven, FailOn::Likely, FailOn::Possible, FailOn::Never})
    if (word == wordOf(level)) return level;
  throw UsageError(
      fmt::format("{}: fail_on is proven, likely, possible or never, not '{}'", from, word));
}

const char* wordOf(FailOn failOn) {
  switch (failOn) {
    case FailOn::Proven:
      return "proven";
    case FailOn::Likely:
      return "likely";
    case FailOn::Possible:
      return "possible";
    case FailOn::Never:
      return "never";
  }
  return "";
}

OnDeadlock parseOnDeadlock(const std::string& word, const std::string& from) {
  for (const OnDeadlock action :
       {OnDeadlock::Exit, OnDeadlock::Abort, OnDeadlock::Report, OnDeadlock::Wait})
    if (word == wordOf(action)) return action;
  throw UsageError(
      fmt::format("{}: on_deadlock is exit, abort, report or wait, not '{}'", from, word));
}

const char* wordOf(OnDeadlock onDeadlock) {
  switch (onDeadlock) {
    case OnDeadlock::Exit:
      return "exit";
    case OnDeadlock::Abort:
      return "abort";
    case OnDeadlock::Report:
      return "report";
    case OnDeadlock::Wait:
      return "wait";
  }
  return "";
}

std::chrono::milliseconds parseStallAge(const std::string& word, const std::string& from) {
  constexpr double kMs = 1000;
  const auto value = numberIn(word);
  if (!value || *value < 0 || *value * kMs > static_cast<double>(kLongestAge.count()))
    throw UsageError(
        fmt::format("{}: timeout_stall is a number of seconds, 0 for never, not '{}'", from, word));
  return std::chrono::milliseconds(static_cast<std::int64_t>(*value * kMs));
}

Settings loadSettings() {
  Settings settings;
  const fs::path file = findConfig();
  std::error_code error;
  if (!file.empty()) {
    settings.folder = fs::absolute(file, error).parent_path().lexically_normal();
    readConfig(file, settings);
  }
  if (settings.baselineFile.empty())
    settings.baselineFile = fs::path(settings.folder) / kUsualBaseline;
  if (fs::exists(settings.baselineFile, error))
    settings.baseline = Baseline::read(settings.baselineFile);
  readEnvironment(settings);
  return settings;
}

void settle(Report& report, const Settings& settings, Suppressions::Telling telling,
            bool tellsGone) {
  settings.suppressions.apply(report, telling);
  if (!settings.baseline) return;
  if (settings.baseline->version() != GORDIAN_VERSION)
    report.coverage.warnings.push_back(
        fmt::format("{} was written by version {}: findings may count as new that are not",
                    settings.baselineFile, settings.baseline->version()));
  settings.baseline->apply(report, tellsGone);
}

bool fails(const Report& report, FailOn failOn) {
  if (failOn == FailOn::Never) return false;
  const Confidence least = failOn == FailOn::Proven   ? Confidence::Proven
                           : failOn == FailOn::Likely ? Confidence::Likely
                                                      : Confidence::Possible;
  for (const Finding& finding : report.findings)
    if (finding.confidence >= least) return true;
  return false;
}

}  // namespace gordian::cli
