#include <fmt/format.h>
#include <fmt/ranges.h>

#include "completion.hpp"
#include "option_words.hpp"

namespace gordian::manual {
namespace {

// What may stand behind each option, and what else may stand there.
std::string choices(const CLI::App& command) {
  std::vector<std::string> options, words;
  std::string cases;
  for (const auto& option : optionsOf(command)) {
    options.insert(options.end(), option.names.begin(), option.names.end());
    const std::string names = fmt::format("{}", fmt::join(option.names, "|"));
    if (option.value == Value::Path)
      cases += fmt::format("    {}) files=yes; return ;;\n", names);
    else if (option.value != Value::None)
      cases += fmt::format("    {}) words='{}'; return ;;\n", names, fmt::join(option.values, " "));
  }
  for (const CLI::App* part : commandsOf(command)) words.push_back(part->get_name());
  std::string text;
  if (!cases.empty()) text += fmt::format("  case $previous in\n{}  esac\n", cases);
  text += fmt::format("  options='{}'\n", fmt::join(options, " "));
  if (!words.empty()) text += fmt::format("  words='{}'\n", fmt::join(words, " "));
  for (const auto& positional : positionalsOf(command))
    if (positional.value == Value::Path) text += "  files=yes\n";
  return text;
}

std::string identifier(const CLI::App& command, const std::string& before) {
  return before + "_" + command.get_name();
}

void addCommand(const CLI::App& command, const std::string& name, std::string& functions) {
  functions += fmt::format("{}() {{\n{}}}\n\n", name, choices(command));
  for (const CLI::App* part : commandsOf(command))
    addCommand(*part, identifier(*part, name), functions);
}

std::string valueOptions(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto& option : optionsOf(command))
    if (option.value != Value::None)
      names.insert(names.end(), option.names.begin(), option.names.end());
  return fmt::format("{}", fmt::join(names, "|"));
}

constexpr const char* kMain = R"(_gordian() {
  local current=$2 previous=$3 function=_gordian_words options words files i
  COMPREPLY=()
  if [[ ${COMP_WORDS[1]} == run ]]; then  # the words of the program are its own
    for ((i = 2; i < COMP_CWORD; ++i)); do
      case ${COMP_WORDS[i]} in
        --) break ;;
        @VALUES@) [[ ${COMP_WORDS[i + 1]} == = ]] && ((++i)); ((++i)) ;;
        -*) ;;
        *) ((--i)); break ;;
      esac
    done
    if ((i < COMP_CWORD)); then
      if declare -F _command_offset > /dev/null; then
        _command_offset $((i + 1))
      elif ((i + 1 == COMP_CWORD)); then
        mapfile -t COMPREPLY < <(compgen -c -- "$current")
      else
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
      fi
      return
    fi
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    [[ ${COMP_WORDS[i]} == [a-z]* ]] && declare -F "${function}_${COMP_WORDS[i]}" > /dev/null &&
      function+=_${COMP_WORDS[i]}
  done
  if [[ $current == = ]]; then  # --option=value comes as three words
    current=
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  "$function"
  [[ $current == -* ]] && words=$options files=
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ -n $files ]]; then
    compopt -o filenames 2> /dev/null
    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _gordian gordian
)";

}  // namespace

std::string bashCompletion(const CLI::App& program) {
  std::string text = "# bash completion for gordian\n\n";
  addCommand(program, "_gordian_words", text);
  std::string main = kMain;
  const std::string values = "@VALUES@";
  main.replace(main.find(values), values.size(), valueOptions(*program.get_subcommand("run")));
  return text + main;
}

}  // namespace gordian::manual
