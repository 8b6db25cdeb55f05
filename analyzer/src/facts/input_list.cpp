#include "input_list.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace gordian::analyzer::facts {
namespace {

std::string escaped(const std::string& path) {
  std::string text;
  std::size_t backslashes = 0;
  for (const char character : path) {
    if (character == ' ' || character == '\t' || character == '#') {
      // make reads backslashes before a blank in pairs
      text.append(backslashes + 1, '\\');
    } else if (character == '$') {
      text += '$';
    }
    backslashes = character == '\\' ? backslashes + 1 : 0;
    text += character;
  }
  return text;
}

}  // namespace

std::optional<std::string> writeInputs(const std::filesystem::path& file, const std::string& target,
                                       const std::vector<std::string>& inputs) {
  const std::filesystem::path draft = file.string() + "." + std::to_string(getpid());
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << escaped(target) << ":";
    for (const std::string& input : inputs) out << " \\\n  " << escaped(input);
    out << "\n";
    out.close();
    if (!out) return "cannot write " + draft.string() + ": " + std::strerror(errno);
  }
  std::error_code problem;
  std::filesystem::rename(draft, file, problem);
  if (problem) return "cannot write " + file.string() + ": " + problem.message();
  return std::nullopt;
}

}  // namespace gordian::analyzer::facts
