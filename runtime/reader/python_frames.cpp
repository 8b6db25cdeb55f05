#include "python_frames.hpp"

#include <charconv>
#include <optional>

namespace gordian::recording {
namespace {

std::optional<PythonFrame> frameOf(std::string_view line) {
  constexpr std::string_view kBefore = "  File \"";
  constexpr std::string_view kLine = "\", line ";
  constexpr std::string_view kIn = " in ";
  if (line.substr(0, kBefore.size()) != kBefore) return std::nullopt;
  line.remove_prefix(kBefore.size());
  const std::size_t quote = line.rfind(kLine);  // a file name may contain anything
  if (quote == std::string_view::npos) return std::nullopt;
  const std::string_view rest = line.substr(quote + kLine.size());
  PythonFrame frame{std::string(line.substr(0, quote)), 0, {}};
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), frame.line);
  if (error != std::errc{}) return std::nullopt;
  const auto function = rest.substr(static_cast<std::size_t>(end - rest.data()));
  if (function.substr(0, kIn.size()) == kIn) frame.function = function.substr(kIn.size());
  return frame;
}

}  // namespace

std::vector<PythonFrame> pythonFrames(std::string_view text) {
  std::vector<PythonFrame> frames;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (auto frame = frameOf(text.substr(0, end))) frames.push_back(std::move(*frame));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return frames;
}

}  // namespace gordian::recording
