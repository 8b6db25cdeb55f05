// The evidence on the lines of the source.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fingerprint.hpp"
#include "printable.hpp"
#include "source.hpp"
#include "text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kMaxLines = 4;
constexpr std::size_t kWidth = 80;

struct Shown {
  const SourceFrame* frame = nullptr;
  std::vector<std::string> held;   // locks that are taken here and then held
  std::vector<std::string> waits;  // locks that are asked for here
};

void addName(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

Shown& lineAt(std::vector<Shown>& lines, const SourceFrame& frame) {
  const auto isSame = [&](const Shown& line) {
    return line.frame->file == frame.file && line.frame->line == frame.line;
  };
  auto known = std::find_if(lines.begin(), lines.end(), isSame);
  if (known == lines.end()) known = lines.insert(lines.end(), Shown{&frame, {}, {}});
  return *known;
}

std::string remarkOf(const Shown& line) {
  std::string text;
  if (!line.held.empty()) text = fmt::format("holds {}", fmt::join(line.held, " / "));
  if (!line.waits.empty())
    text += fmt::format("{}waits {}", text.empty() ? "" : ", ", fmt::join(line.waits, " / "));
  return text;
}

// Long cycles: the last edge stands for all.
std::vector<Shown> linesToShow(const Finding& finding) {
  std::vector<Shown> lines;
  const bool isShort = finding.edges.size() <= 2;
  for (const Edge& edge : finding.edges) {
    if (!isShort && &edge != &finding.edges.back()) continue;
    addName(lineAt(lines, edge.heldAt.site()).held, finding.locks[edge.held].name);
    addName(lineAt(lines, edge.acquiredAt.site()).waits, finding.locks[edge.acquired].name);
  }
  if (lines.size() > kMaxLines) lines.resize(kMaxLines);
  return lines;
}

std::string gutterOf(const SourceFrame& frame, bool isOneFile) {
  const std::string number = std::to_string(frame.line);
  return isOneFile ? number : fmt::format("{}:{}", shortened(baseName(frame.file), 20), number);
}

}  // namespace

std::string sourceLines(const Finding& finding) {
  const std::vector<Shown> lines = linesToShow(finding);
  if (lines.empty()) return {};
  const bool isOneFile = std::all_of(lines.begin(), lines.end(), [&](const Shown& line) {
    return line.frame->file == lines.front().frame->file;
  });
  std::size_t gutter = 4;
  for (const Shown& line : lines)
    gutter = std::max(gutter, widthOf(gutterOf(*line.frame, isOneFile)));
  SourceText source;
  std::string text;
  for (const Shown& line : lines) {
    const auto content = source.line(line.frame->file, line.frame->line);
    if (!content) continue;
    const std::size_t room = kWidth - gutter - 6;
    std::string code = *content;
    const std::size_t indent = std::min(code.find_first_not_of(' '), code.size());
    code.erase(0, indent);
    code.erase(code.find_last_not_of(' ') + 1);
    const std::string remark = shortened(remarkOf(line), room / 2);
    const std::size_t codeRoom = room - widthOf(remark) - 2;
    const bool isCut = widthOf(code) > codeRoom;
    const std::string shown = shortened(code, codeRoom);
    text += fmt::format(
        "  {:>{}} |  {}{}  {}\n", gutterOf(*line.frame, isOneFile), gutter, shown,
        std::string(codeRoom > 34 && widthOf(shown) < 34 ? 34 - widthOf(shown) : 0, ' '), remark);
    const bool isLast =
        line.frame->file == finding.location().file && line.frame->line == finding.location().line;
    const std::uint32_t column = finding.location().column;
    if (isLast && !isCut && column > indent && column - indent <= code.size())
      text += fmt::format("  {} |  {}^\n", std::string(gutter, ' '),
                          std::string(column - indent - 1, ' '));
  }
  return text;
}

}  // namespace gordian::cli
