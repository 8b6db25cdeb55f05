// The evidence on the lines of the source.
#include <fmt/format.h>

#include <algorithm>

#include "fingerprint.hpp"
#include "lock_span.hpp"
#include "printable.hpp"
#include "short_words.hpp"
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
  std::vector<std::string> said;   // what else happens here
  std::string code;
  Span lock;
};

void addName(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

Shown& lineAt(std::vector<Shown>& lines, const SourceFrame& frame) {
  const auto isSame = [&](const Shown& line) {
    return line.frame->file == frame.file && line.frame->line == frame.line;
  };
  auto known = std::find_if(lines.begin(), lines.end(), isSame);
  if (known == lines.end()) known = lines.insert(lines.end(), Shown{&frame, {}, {}, {}, {}, {}});
  return *known;
}

void addMoment(std::vector<Shown>& lines, const Finding& finding, const Moment& moment) {
  const Wording brief{true, false};
  const std::string with = moment.lock ? " " + nameOf(finding, *moment.lock, brief) : "";
  addName(lineAt(lines, moment.at.site()).said, moment.what + with);
}

void addEdge(std::vector<Shown>& lines, const Finding& finding, const Edge& edge) {
  const Wording brief{true, false};
  addName(lineAt(lines, edge.heldAt.site()).held, nameOf(finding, edge.held, brief));
  addName(lineAt(lines, edge.acquiredAt.site()).waits, nameOf(finding, edge.acquired, brief));
}

// Too many places: those of the last edge stand for all.
std::vector<Shown> placesOf(const Finding& finding) {
  std::vector<Shown> lines;
  for (const Edge& edge : finding.edges) addEdge(lines, finding, edge);
  for (const Moment* moment : inOrder(finding)) addMoment(lines, finding, *moment);
  if (lines.size() > kMaxLines) {
    lines.clear();
    if (!finding.edges.empty()) addEdge(lines, finding, finding.edges.back());
    if (!finding.moments.empty()) addMoment(lines, finding, finding.moments.front());
  }
  return lines;
}

// Only lines that can be read; their common indentation is left out.
std::vector<Shown> readLines(const Finding& finding) {
  std::vector<Shown> lines = placesOf(finding);
  SourceText source;
  std::size_t indent = std::string::npos;
  for (Shown& line : lines) {
    line.code = source.line(line.frame->file, line.frame->line).value_or("");
    line.lock = lockSpan(line.code, *line.frame);
    line.code.erase(line.code.find_last_not_of(' ') + 1);
    if (!line.code.empty()) indent = std::min(indent, line.code.find_first_not_of(' '));
  }
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const Shown& line) { return line.code.empty(); }),
              lines.end());
  for (Shown& line : lines) {
    line.code.erase(0, indent);
    line.lock.begin -= std::min(line.lock.begin, indent);
  }
  return lines;
}

std::string namesOf(const char* what, const std::vector<std::string>& names, std::size_t most) {
  if (names.empty()) return {};
  if (names.size() <= most) return fmt::format("{}: {}", what, fmt::join(names, " / "));
  return fmt::format("{}: {} and {} more", what, names.front(), names.size() - 1);
}

std::string remarkOf(const Shown& line, std::size_t most = 3) {
  const std::string held = namesOf("held here", line.held, most);
  const std::string waits = namesOf("waits here", line.waits, most);
  if (!line.said.empty())
    return line.said.size() <= most ? fmt::format("{}", fmt::join(line.said, " / "))
                                    : line.said.front();
  return held + (held.empty() || waits.empty() ? "" : ", ") + waits;
}

bool isLocation(const Finding& finding, const Shown& line) {
  return line.frame->file == finding.location().file && line.frame->line == finding.location().line;
}

class Excerpt {
 public:
  explicit Excerpt(const Finding& finding) : finding_(finding), lines_(readLines(finding)) {
    isOneFile_ = std::all_of(lines_.begin(), lines_.end(), [&](const Shown& line) {
      return line.frame->file == lines_.front().frame->file;
    });
    for (const Shown& line : lines_) gutter_ = std::max(gutter_, widthOf(gutterOf(line)));
    room_ = kWidth - gutter_ - 6;
  }

  // Under each line its lock and what happens to it.
  [[nodiscard]] std::string explained() const {
    std::string text;
    for (const Shown& line : lines_) text += codeLine(line) + under(line);
    return text;
  }

  // The remarks behind the lines, where there is room.
  [[nodiscard]] std::string brief() const {
    std::size_t column = 0;
    const auto fits = [&](const Shown& line, std::size_t at) {
      return std::max(at, widthOf(line.code)) + 5 + widthOf(remarkOf(line)) <= room_;
    };
    for (const Shown& line : lines_)
      if (fits(line, 0)) column = std::max(column, widthOf(line.code));
    std::string text;
    for (const Shown& line : lines_) {
      std::string shown = codeLine(line);
      const std::size_t at = fits(line, column) ? column : widthOf(line.code);
      if (fits(line, at)) {
        shown.pop_back();
        shown += std::string(at - widthOf(line.code) + 2, ' ') + "<- " + remarkOf(line) + "\n";
      }
      text += shown;
    }
    return text;
  }

  // Only where the last lock is asked for.
  [[nodiscard]] std::string last() const {
    for (const Shown& line : lines_)
      if (isLocation(finding_, line)) return codeLine(line);
    return {};
  }

 private:
  [[nodiscard]] std::string gutterOf(const Shown& line) const {
    const std::string number = std::to_string(line.frame->line);
    return isOneFile_ ? number
                      : fmt::format("{}:{}", shortened(baseName(line.frame->file), 20), number);
  }

  [[nodiscard]] std::string codeLine(const Shown& line) const {
    return fmt::format("  {:>{}} |  {}\n", gutterOf(line), gutter_, cut(line.code));
  }

  [[nodiscard]] std::string cut(const std::string& code) const {
    if (widthOf(code) <= room_) return code;
    std::string kept = code;
    while (widthOf(kept) > room_ - 3) kept.pop_back();
    while (!kept.empty() && (static_cast<unsigned char>(kept.back()) & 0x80) != 0) kept.pop_back();
    return kept + "...";
  }

  [[nodiscard]] std::string under(const Shown& line) const {
    const std::size_t begin = widthOf(line.code.substr(0, line.lock.begin));
    const std::size_t length = widthOf(line.code.substr(line.lock.begin, line.lock.length));
    const std::string mark = std::string(begin, ' ') + std::string(length, '^') + " ";
    std::string text = shortened(remarkOf(line), room_);
    for (const std::size_t most : {3u, 1u})
      if (length > 0 && widthOf(mark) + widthOf(remarkOf(line, most)) <= room_) {
        text = mark + remarkOf(line, most);
        break;
      }
    return fmt::format("  {:>{}} |  {}\n", "", gutter_, text);
  }

  const Finding& finding_;
  std::vector<Shown> lines_;
  bool isOneFile_ = true;
  std::size_t gutter_ = 4;
  std::size_t room_ = 0;
};

}  // namespace

std::string sourceLines(const Finding& finding, std::size_t maxLines) {
  const Excerpt excerpt(finding);
  for (std::string text : {excerpt.explained(), excerpt.brief(), excerpt.last()})
    if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) <= maxLines)
      return text;
  return {};
}

}  // namespace gordian::cli
