#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion.hpp"
#include "option_words.hpp"

namespace gordian::manual {
namespace {

std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string line(const std::string& condition, const std::string& rest) {
  return fmt::format("complete -c gordian -n '{}'{}\n", condition, rest);
}

std::string optionLine(const std::string& condition, const OptionWords& option) {
  std::string rest;
  for (const auto& name : option.names) {
    const bool isLong = name.compare(0, 2, "--") == 0;
    rest += isLong ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (option.value == Value::Path) rest += " -r -F";
  if (option.value == Value::Other) rest += " -x";
  if (option.value == Value::OneOf)
    rest += fmt::format(" -x -a '{}'", fmt::join(option.values, " "));
  return line(condition, rest + fmt::format(" -d '{}'", quoted(option.help)));
}

// `seen`: the condition that this command was typed.
void addCommand(const CLI::App& command, const std::string& seen, std::string& text) {
  std::string names;
  const auto parts = commandsOf(command);
  for (const CLI::App* part : parts) names += " " + part->get_name();
  const std::string none = parts.empty() ? "" : "not __fish_seen_subcommand_from" + names;
  const std::string here = seen.empty() || none.empty() ? seen + none : seen + "; and " + none;
  for (const CLI::App* part : parts)
    text += line(
        here, fmt::format(" -f -a {} -d '{}'", part->get_name(), quoted(part->get_description())));
  for (const auto& option : optionsOf(command)) text += optionLine(here, option);
  for (const CLI::App* part : parts)
    addCommand(
        *part,
        (seen.empty() ? "" : seen + "; and ") + "__fish_seen_subcommand_from " + part->get_name(),
        text);
}

}  // namespace

std::string fishCompletion(const CLI::App& program) {
  std::string text = "# fish completion for gordian\n";
  addCommand(program, "", text);
  text +=
      line("__fish_seen_subcommand_from run", " -x -a '(__fish_complete_subcommand --fcs-skip=2)'");
  return text;
}

}  // namespace gordian::manual
