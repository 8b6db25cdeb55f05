#include "depfile.hpp"

namespace gordian::cli {
namespace {

// Reads one name; `at` is at its first character and then behind it.
std::string nameAt(std::string_view rule, std::size_t& at) {
  std::string name;
  while (at < rule.size() && rule[at] != ' ' && rule[at] != '\n' && rule[at] != '\t') {
    const char character = rule[at];
    const char next = at + 1 < rule.size() ? rule[at + 1] : '\n';
    if (character == '$' && next == '$') {
      name += '$';
      at += 2;
      continue;
    }
    if (character != '\\') {
      name += character;
      ++at;
      continue;
    }
    // Backslashes in front of a blank stand for half as many; an odd one protects the blank.
    std::size_t end = at;
    while (end < rule.size() && rule[end] == '\\') ++end;
    const std::size_t count = end - at;
    const char behind = end < rule.size() ? rule[end] : '\n';
    if (behind == '\n' && count % 2 == 1) {
      name.append(count / 2, '\\');
      return name;  // the line goes on
    }
    const bool isBefore = behind == ' ' || behind == '#';
    name.append(isBefore ? count / 2 : count, '\\');
    at = end;
    if (isBefore && count % 2 == 1) {
      name += behind;
      ++at;
    }
  }
  return name;
}

}  // namespace

std::vector<std::string> inputsOf(std::string_view rule) {
  std::vector<std::string> names;
  // The target ends at a colon with a blank behind it: a name may have others.
  std::size_t at = 0;
  while (at < rule.size() && !(rule[at] == ':' && (at + 1 == rule.size() || rule[at + 1] == ' ' ||
                                                   rule[at + 1] == '\n' || rule[at + 1] == '\\')))
    ++at;
  for (++at; at < rule.size();) {
    const char character = rule[at];
    const bool goesOn = character == '\\' && at + 1 < rule.size() && rule[at + 1] == '\n';
    if (character == ' ' || character == '\t' || goesOn) {
      at += goesOn ? 2 : 1;
      continue;
    }
    if (character == '\n') break;  // of further rules (-MP) nothing is needed
    names.push_back(nameAt(rule, at));
  }
  return names;
}

}  // namespace gordian::cli
