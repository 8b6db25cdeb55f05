#include "insertions_diff.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli {
namespace {

constexpr std::size_t kContext = 3;

struct Line {
  std::string_view before;  // with its end
  std::string after;        // the same with what is inserted; can be several lines
  bool isChanged = false;
};

std::vector<Line> linesOf(std::string_view text, const std::vector<Insertion>& insertions) {
  std::vector<Line> lines;
  std::size_t next = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t newline = text.find('\n', begin);
    const std::size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
    Line line{text.substr(begin, end - begin), "", false};
    std::size_t from = begin;
    const auto isHere = [&](std::size_t offset) { return offset < end || end == text.size(); };
    for (; next < insertions.size() && isHere(insertions[next].offset); ++next) {
      line.after += text.substr(from, insertions[next].offset - from);
      line.after += insertions[next].text;
      from = insertions[next].offset;
      line.isChanged = true;
    }
    line.after += text.substr(from, end - from);
    lines.push_back(std::move(line));
    begin = end;
  }
  return lines;
}

std::size_t countOfLines(std::string_view text) {
  const auto ends = std::count(text.begin(), text.end(), '\n');
  return static_cast<std::size_t>(ends) + (text.empty() || text.back() == '\n' ? 0 : 1);
}

void put(std::string& out, char mark, std::string_view text) {
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const bool isLast = newline == std::string_view::npos;
    out += mark;
    out += text.substr(0, newline);
    out += isLast ? "\n\\ No newline at end of file\n" : "\n";
    text.remove_prefix(isLast ? text.size() : newline + 1);
  }
}

}  // namespace

std::string applied(std::string_view text, const std::vector<Insertion>& insertions) {
  std::string result;
  std::size_t from = 0;
  for (const Insertion& insertion : insertions) {
    result += text.substr(from, insertion.offset - from);
    result += insertion.text;
    from = insertion.offset;
  }
  return result.append(text.substr(from));
}

std::string unifiedDiff(const std::string& path, std::string_view text,
                        const std::vector<Insertion>& insertions) {
  const std::vector<Line> lines = linesOf(text, insertions);
  std::string diff = fmt::format("--- a/{}\n+++ b/{}\n", path, path);
  std::size_t added = 0;  // lines more than before, up to here
  for (std::size_t i = 0; i < lines.size();) {
    if (!lines[i].isChanged) {
      ++i;
      continue;
    }
    const std::size_t first = i - std::min(i, kContext);
    std::size_t last = i;  // changed; as long as the next one's context touches this one's
    for (std::size_t j = i + 1; j < lines.size() && j <= last + 2 * kContext + 1; ++j)
      if (lines[j].isChanged) last = j;
    const std::size_t end = std::min(lines.size(), last + kContext + 1);
    std::string body;
    std::size_t after = 0;
    for (std::size_t j = first; j < end; ++j) {
      after += countOfLines(lines[j].after);
      if (!lines[j].isChanged) {
        put(body, ' ', lines[j].before);
        continue;
      }
      // A line that only others were put in front of stays as it is.
      const bool isKept = lines[j].after.ends_with(lines[j].before);
      if (!isKept) put(body, '-', lines[j].before);
      const std::size_t kept = isKept ? lines[j].before.size() : 0;
      put(body, '+', std::string_view(lines[j].after).substr(0, lines[j].after.size() - kept));
      if (isKept) put(body, ' ', lines[j].before);
    }
    diff += fmt::format("@@ -{},{} +{},{} @@\n{}", first + 1, end - first, first + 1 + added, after,
                        body);
    added += after - (end - first);
    i = end;
  }
  return diff;
}

std::string newFileDiff(const std::string& path, std::string_view text) {
  std::string diff =
      fmt::format("--- /dev/null\n+++ b/{}\n@@ -0,0 +1,{} @@\n", path, countOfLines(text));
  put(diff, '+', text);
  return diff;
}

}  // namespace gordian::cli
