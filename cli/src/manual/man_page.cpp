#include "man_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "option_words.hpp"

namespace gordian::manual {
namespace {

// As roff text: what has a meaning there is escaped, and dashes can be copied into a shell.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool isAtBegin = out.empty() || out.back() == '\n';
    if (isAtBegin && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : ", ") + fmt::format("\\fB{}\\fR", escaped(name));
  return out;
}

std::string tagged(const std::string& tag, const std::string& text) {
  return fmt::format(".TP\n{}\n{}\n", tag, escaped(text));
}

std::string optionList(const std::vector<OptionWords>& options) {
  std::string out;
  for (const auto& option : options) {
    const std::string value =
        option.type.empty() ? "" : fmt::format(" \\fI{}\\fR", escaped(option.type));
    out += tagged(joined(option.names) + value, option.help);
  }
  return out;
}

std::string positionalList(const std::vector<OptionWords>& positionals) {
  std::string out;
  for (const auto& positional : positionals)
    out += tagged(fmt::format("\\fI{}\\fR", escaped(positional.type)), positional.help);
  return out;
}

// The lines of a footer that show how the command is called come first, then prose.
struct Footer {
  std::vector<std::string> calls;
  std::string prose;
};

Footer footerOf(const CLI::App& command, const std::string& words) {
  Footer footer;
  std::istringstream lines(command.get_footer());
  for (std::string line; std::getline(lines, line);) {
    const bool isCall = footer.prose.empty() && line.compare(0, words.size(), words) == 0;
    if (isCall)
      footer.calls.push_back(line);
    else
      footer.prose += line + "\n";
  }
  return footer;
}

std::string usualCall(const CLI::App& command, const std::string& words) {
  std::string call = words + " [OPTIONS]";
  for (const auto& positional : positionalsOf(command)) {
    const std::string dots = positional.isRepeated ? "..." : "";
    call += positional.isRequired ? fmt::format(" {}{}", positional.type, dots)
                                  : fmt::format(" [{}{}]", positional.type, dots);
  }
  if (!commandsOf(command).empty()) call += " COMMAND";
  return call;
}

std::string commandList(const CLI::App& command, bool isProgram) {
  std::string out;
  for (const CLI::App* part : commandsOf(command)) {
    out += tagged(fmt::format("\\fB{}\\fR", escaped(part->get_name())), part->get_description());
    if (isProgram) continue;  // they have pages of their own
    out += fmt::format(".RS\n{}{}.RE\n", positionalList(positionalsOf(*part)),
                       optionList(optionsOf(*part)));
  }
  return out;
}

std::string seeAlso(const CLI::App& program, const CLI::App& command) {
  if (&program != &command) return ".BR gordian (1)\n";
  std::string out;
  const auto parts = commandsOf(program);
  for (const CLI::App* part : parts)
    out +=
        fmt::format(".BR gordian\\-{} (1){}\n", part->get_name(), part == parts.back() ? "" : ",");
  return out;
}

}  // namespace

ManPage manPage(const CLI::App& program, const CLI::App& command, const std::string& version) {
  const bool isProgram = &program == &command;
  const std::string suffix = isProgram ? "" : command.get_name();
  const std::string words = isProgram ? "gordian" : "gordian " + suffix;
  ManPage page;
  page.name = isProgram ? "gordian" : "gordian-" + suffix;
  std::string upper = page.name;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  Footer footer = footerOf(command, words);
  if (footer.calls.empty()) footer.calls.push_back(usualCall(command, words));

  page.text = fmt::format(".TH {} 1 \"\" \"Gordian {}\" \"Gordian\"\n", escaped(upper), version);
  page.text += fmt::format(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.nf\n", escaped(page.name),
                           escaped(command.get_description()));
  for (const auto& call : footer.calls) page.text += escaped(call) + "\n";
  page.text += ".fi\n";
  if (!footer.prose.empty()) page.text += ".SH DESCRIPTION\n" + escaped(footer.prose);
  if (const auto positionals = positionalsOf(command); !positionals.empty())
    page.text += ".SH ARGUMENTS\n" + positionalList(positionals);
  if (!commandsOf(command).empty()) page.text += ".SH COMMANDS\n" + commandList(command, isProgram);
  page.text += ".SH OPTIONS\n" + optionList(optionsOf(command));
  page.text += ".SH SEE ALSO\n" + seeAlso(program, command);
  return page;
}

}  // namespace gordian::manual
