#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion.hpp"
#include "option_words.hpp"

namespace gordian::manual {
namespace {

// Between single quotes, and without the signs that _arguments reads there.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':')
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

std::string action(const OptionWords& words) {
  switch (words.value) {
    case Value::None:
      return "";
    case Value::Path:
      return fmt::format(":{}:_files", words.type);
    case Value::OneOf:
      return fmt::format(":{}:({})", words.type, fmt::join(words.values, " "));
    case Value::Other:
      return fmt::format(":{}:", words.type);
  }
  return "";
}

std::string specs(const CLI::App& command) {
  std::string text;
  for (const auto& option : optionsOf(command))
    for (const auto& name : option.names) {
      // "=": the value may also follow in the same word.
      const bool isLong = name.compare(0, 2, "--") == 0;
      text += fmt::format("    '{}{}{}[{}]{}' \\\n", option.isRepeated ? "*" : "", name,
                          isLong && option.value != Value::None ? "=" : "", quoted(option.help),
                          quoted(action(option)).empty() ? "" : action(option));
    }
  for (const auto& positional : positionalsOf(command))
    text += fmt::format("    '{}{}' \\\n", positional.isRepeated ? "*" : "", action(positional));
  return text;
}

void addCommand(const CLI::App& command, const std::string& name, std::string& text) {
  const auto parts = commandsOf(command);
  for (const CLI::App* part : parts) addCommand(*part, name + "-" + part->get_name(), text);
  text += fmt::format("{}() {{\n", name);
  if (parts.empty()) {
    text += fmt::format("  _arguments -s -S \\\n{}", specs(command));
    if (command.get_name() == "run") text += "    '*::program:_normal' \\\n";
    text += "    && return\n}\n\n";
    return;
  }
  text += fmt::format("  local -a commands=(\n");
  for (const CLI::App* part : parts)
    text += fmt::format("    '{}:{}'\n", part->get_name(), quoted(part->get_description()));
  text += fmt::format(
      "  )\n  _arguments -C \\\n{}    '1:command:->command' '*::arguments:->arguments'\n"
      "  case $state in\n    command) _describe command commands ;;\n"
      "    arguments) (($+functions[{}-$words[1]])) && {}-$words[1] ;;\n  esac\n}}\n\n",
      specs(command), name, name);
}

}  // namespace

std::string zshCompletion(const CLI::App& program) {
  std::string text = "#compdef gordian\n\n";
  addCommand(program, "_gordian", text);
  return text + "_gordian \"$@\"\n";
}

}  // namespace gordian::manual
