// gordian explain: what a finding id means, offline.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "../report/errors.hpp"
#include "../report/rules.hpp"
#include "check_pages.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

int list() {
  for (const Rule& rule : rules())
    put(STDOUT_FILENO, fmt::format("{}  {:<24}{}\n", rule.id, rule.slug, rule.meaning));
  return kClean;
}

int execute(std::string id) {
  if (id.empty()) return list();
  std::transform(id.begin(), id.end(), id.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? char(letter - 32) : letter;
  });
  for (const CheckPage& page : checkPages())
    if (page.id == id) {
      put(STDOUT_FILENO, page.text);
      return kClean;
    }
  if (const Rule* rule = findRule(id)) {
    put(STDOUT_FILENO, fmt::format("{} ({}): {}.\n", rule->id, rule->slug, rule->meaning));
    return kClean;
  }
  throw UsageError(
      fmt::format("explain: no finding has the id '{}'; gordian explain lists them", id));
}

}  // namespace

Action addExplain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App* const explain = app.add_subcommand("explain", "What a finding means and how to fix it");
  explain->add_option("ID", *id, "For example GD101; none: the list");
  return [id] { return execute(*id); };
}

}  // namespace gordian::cli
