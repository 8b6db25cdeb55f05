// What manual pages and completions want to know of a command's options.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace gordian::manual {

// What may stand where an option's value is expected.
enum class Value { None, Path, OneOf, Other };

struct OptionWords {
  std::vector<std::string> names;  // with dashes, short ones first; of a positional its name alone
  std::string type;                // FILE, LEVEL …; empty: it takes no value
  std::string help;
  Value value = Value::None;
  std::vector<std::string> values;  // of OneOf
  bool isRequired = false;
  bool isRepeated = false;
};

// In the order of --help; hidden ones are left out.
std::vector<OptionWords> optionsOf(const CLI::App& command);
std::vector<OptionWords> positionalsOf(const CLI::App& command);
std::vector<const CLI::App*> commandsOf(const CLI::App& command);

}  // namespace gordian::manual
