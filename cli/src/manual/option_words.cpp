#include "option_words.hpp"

#include <algorithm>
#include <array>

#include "../commands/config.hpp"

namespace gordian::manual {
namespace {

using cli::FailOn;
using cli::OnDeadlock;

void addValues(OptionWords& words) {
  static constexpr std::array kPaths = {"FILE", "DIR",       "PATH",   "BUILD",
                                        "OUT",  "RECORDING", "REPORT", "FACTS"};
  if (words.type.empty()) return;
  if (words.type == "LEVEL") {
    for (const FailOn level : {FailOn::Proven, FailOn::Likely, FailOn::Possible, FailOn::Never})
      words.values.emplace_back(wordOf(level));
  } else if (words.type == "ACTION") {
    for (const OnDeadlock action :
         {OnDeadlock::Exit, OnDeadlock::Abort, OnDeadlock::Report, OnDeadlock::Wait})
      words.values.emplace_back(wordOf(action));
  }
  const bool isPath = std::find(kPaths.begin(), kPaths.end(), words.type) != kPaths.end();
  words.value = !words.values.empty() ? Value::OneOf : isPath ? Value::Path : Value::Other;
}

OptionWords wordsOf(const CLI::Option& option, bool isPositional) {
  OptionWords words;
  if (isPositional) {
    words.type = option.get_name();
    words.names.push_back(words.type);
  } else {
    for (const auto& name : option.get_snames()) words.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) words.names.push_back("--" + name);
    if (option.get_items_expected_max() != 0) words.type = option.get_type_name();
  }
  words.help = option.get_description();
  words.isRequired = option.get_required();
  words.isRepeated = option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll ||
                     (isPositional && option.get_items_expected_max() > 1);
  addValues(words);
  return words;
}

std::vector<OptionWords> visible(const CLI::App& command, bool isPositional) {
  std::vector<OptionWords> all;
  for (const CLI::Option* option : command.get_options())
    if (!option->get_group().empty() && option->get_positional() == isPositional)
      all.push_back(wordsOf(*option, isPositional));
  return all;
}

}  // namespace

std::vector<OptionWords> optionsOf(const CLI::App& command) {
  return visible(command, false);
}

std::vector<OptionWords> positionalsOf(const CLI::App& command) {
  return visible(command, true);
}

std::vector<const CLI::App*> commandsOf(const CLI::App& command) {
  return command.get_subcommands([](const CLI::App*) { return true; });
}

}  // namespace gordian::manual
