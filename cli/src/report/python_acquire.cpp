#include "python_acquire.hpp"

#include <cctype>
#include <charconv>
#include <filesystem>
#include <vector>

#include "../symbols/source_text.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Acquisition;

constexpr std::string_view kCall = ".acquire(";

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Of the call whose opening bracket `text` follows; none when it does not end on this line.
std::optional<std::vector<std::string_view>> argumentsOf(std::string_view text) {
  std::vector<std::string_view> arguments;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'' || c == '"' || c == '#') return std::nullopt;
    const bool isEnd = depth == 0 && c == ')';
    if (isEnd || (depth == 0 && c == ',')) {
      const auto argument = trim(text.substr(begin, i - begin));
      if (!argument.empty()) arguments.push_back(argument);
      begin = i + 1;
      if (isEnd) return arguments;
    }
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
  }
  return std::nullopt;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Arguments {
  std::string_view blocking = "True";
  std::string_view timeout = "-1";
};

// acquire(blocking=True, timeout=-1)
std::optional<Arguments> read(const std::vector<std::string_view>& given) {
  Arguments result;
  std::size_t position = 0;
  for (const std::string_view argument : given) {
    const auto equals = argument.find('=');
    const auto name = trim(argument.substr(0, equals));
    const bool isNamed = equals != std::string_view::npos;
    const auto value = isNamed ? trim(argument.substr(equals + 1)) : argument;
    if (value.empty() || value.front() == '*' || value.front() == '=') return std::nullopt;
    if (isNamed ? name == "blocking" : position == 0)
      result.blocking = value;
    else if (isNamed ? name == "timeout" : position == 1)
      result.timeout = value;
    else
      return std::nullopt;
    if (!isNamed) ++position;
  }
  return result;
}

// Whether the function around line `number` also waits for this lock elsewhere: one dependency may
// stand for both.
bool alsoWaits(symbols::SourceText& source, const std::string& file, std::uint32_t number) {
  constexpr std::uint32_t kLongest = 2000;
  const auto indentOf = [](std::string_view line) { return line.find_first_not_of(' '); };
  const std::string lock = symbols::pythonLockExpression(source.line(file, number));
  std::uint32_t first = number;
  while (first > 1 && number - first < kLongest) {
    const std::string line = source.line(file, first);
    if (trim(line).starts_with("def ") || trim(line).starts_with("async def ")) break;
    --first;
  }
  const std::size_t outside = indentOf(source.line(file, first));
  for (std::uint32_t at = first + 1; at < first + kLongest; ++at) {
    const std::string line = source.line(file, at);
    if (trim(line).empty()) continue;
    if (at > number && indentOf(line) <= outside) break;
    if (at != number && symbols::pythonLockExpression(line) == lock &&
        pythonAcquisition(line) != Acquisition::Try)
      return true;
  }
  return false;
}

}  // namespace

std::optional<Acquisition> pythonAcquisition(std::string_view line) {
  line = trim(line);
  if (line.starts_with("with ") || line.starts_with("async ")) return std::nullopt;
  const auto call = line.find(kCall);
  if (call == std::string_view::npos || line.find("acquire", call + kCall.size()) != line.npos ||
      line.substr(0, call).find_first_of("#'\"") != line.npos)
    return std::nullopt;
  const auto given = argumentsOf(line.substr(call + kCall.size()));
  const auto arguments = given ? read(*given) : std::nullopt;
  if (!arguments) return std::nullopt;
  if (arguments->blocking == "False" || arguments->blocking == "0") return Acquisition::Try;
  if (arguments->blocking != "True" && arguments->blocking != "1") return std::nullopt;
  const auto seconds = number(arguments->timeout);
  if (seconds && *seconds < 0) return Acquisition::Blocking;
  return seconds && *seconds == 0 ? Acquisition::Try : Acquisition::Timed;
}

void setPythonAcquisitions(recording::Recording& recording) {
  symbols::SourceText source;
  for (auto& dependency : recording.trace.dependencies) {
    const auto stack = static_cast<std::size_t>(dependency.stack);
    if (dependency.acquisition != Acquisition::Blocking || stack >= recording.stacks.size())
      continue;
    const auto& python = recording.stacks[stack].python;
    if (python.empty()) continue;
    const auto file = std::filesystem::path(recording.directory) / python.front().file;
    const auto written = pythonAcquisition(source.line(file.native(), python.front().line));
    if (!written) continue;
    if (dependency.count == 1 || !alsoWaits(source, file.native(), python.front().line))
      dependency.acquisition = *written;
  }
}

}  // namespace gordian::cli
