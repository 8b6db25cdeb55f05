#include "config_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "../report/errors.hpp"
#include "../report/rules.hpp"
#include "console.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

// Part of the documented configuration, but without effect in this version.
bool isForLater(const std::string& key) {
  static const std::set<std::string, std::less<>> kKeys = {"runtime.follow_children",
                                                           "runtime.ignore_modules"};
  return kKeys.count(key) > 0;
}

std::vector<std::string> namesIn(const toml::node& node, const fs::path& file,
                                 const std::string& key) {
  if (!node.is_array()) failAt(node, file, fmt::format("'{}' is not a list of names", key));
  std::vector<std::string> names;
  for (const toml::node& item : *node.as_array())
    names.push_back(valueOf<std::string>(item, file, key));
  return names;
}

// A date, bare or in quotes.
std::string dateIn(const toml::node& node, const fs::path& file, const std::string& key) {
  if (const auto date = node.value_exact<toml::date>())
    return fmt::format("{:04}-{:02}-{:02}", date->year, date->month, date->day);
  const auto text = valueOf<std::string>(node, file, key);
  constexpr std::string_view kForm = "0000-00-00";
  const bool isDate = text.size() == kForm.size() &&
                      std::equal(text.begin(), text.end(), kForm.begin(), [](char a, char form) {
                        return form == '-' ? a == '-' : a >= '0' && a <= '9';
                      });
  if (!isDate) failAt(node, file, fmt::format("'{}' is no date like 2027-06-30", text));
  return text;
}

SuppressRule readSuppression(const toml::table& table, const fs::path& file) {
  SuppressRule rule;
  rule.at.file = file;
  rule.at.line = table.source().begin.line;
  rule.at.column = table.source().begin.column;
  rule.at.user = true;
  for (const auto& [key, node] : table) {
    const std::string name = fmt::format("suppress.{}", key.str());
    if (name == "suppress.id") {
      rule.id = valueOf<std::string>(node, file, name);
      if (findRule(rule.id) == nullptr)
        failAt(node, file, fmt::format("no finding has the id '{}'", rule.id));
    } else if (name == "suppress.edge") {
      rule.edge = namesIn(node, file, name);
    } else if (name == "suppress.lock") {
      rule.edge = {valueOf<std::string>(node, file, name)};
    } else if (name == "suppress.field") {
      rule.field = valueOf<std::string>(node, file, name);
    } else if (name == "suppress.reason") {
      rule.reason = valueOf<std::string>(node, file, name);
    } else if (name == "suppress.until") {
      rule.until = dateIn(node, file, name);
    } else if (name == "suppress.allow_broad") {
      rule.allowsBroad = valueOf<bool>(node, file, name);
    } else if (name == "suppress.owner") {
      valueOf<std::string>(node, file, name);  // for people
    } else {
      warnKey(file, key, name);
    }
  }
  if (rule.id.empty()) failAt(table, file, "a suppression needs an id, as in id = \"GD101\"");
  if (rule.reason.find_first_not_of(' ') == std::string::npos)
    failAt(table, file, fmt::format("the suppression of {} needs a reason", rule.id));
  return rule;
}

}  // namespace

void failAt(const toml::node& node, const fs::path& file, const std::string& reason) {
  throw UsageError(fmt::format("{}:{}: {}", file.native(), node.source().begin.line, reason));
}

void warnKey(const fs::path& file, const toml::key& key, const std::string& name) {
  say(fmt::format("warning: {}:{}: {} '{}', ignored", file.native(), key.source().begin.line,
                  isForLater(name) ? "this version does not support the key" : "unknown key",
                  name));
}

Suppressions readSuppressions(const toml::array& tables, const fs::path& file) {
  std::vector<SuppressRule> rules;
  for (const toml::node& node : tables) {
    if (!node.is_table()) failAt(node, file, "'suppress' is a list of tables: [[suppress]]");
    rules.push_back(readSuppression(*node.as_table(), file));
  }
  return {std::move(rules), today()};
}

void readBaseline(const toml::table& table, const fs::path& file, Settings& settings) {
  for (const auto& [key, node] : table) {
    const std::string name = fmt::format("baseline.{}", key.str());
    if (name == "baseline.file")
      settings.baselineFile = fs::path(settings.folder) / valueOf<std::string>(node, file, name);
    else
      warnKey(file, key, name);
  }
}

void readStatic(const toml::table& table, const fs::path& file, Settings& settings) {
  for (const auto& [key, node] : table) {
    const std::string name = fmt::format("static.{}", key.str());
    if (name == "static.entry_points") {
      settings.entryPoints = namesIn(node, file, name);
    } else if (name == "static.guard_majority") {
      settings.guardMajority = valueOf<double>(node, file, name);
      if (!(settings.guardMajority > 0.5 && settings.guardMajority <= 1))
        failAt(node, file, "guard_majority is more than 0.5 and at most 1");
    } else {
      warnKey(file, key, name);
    }
  }
}

}  // namespace gordian::cli
