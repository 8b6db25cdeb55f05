// Who locks what in which order: a step table for two threads, a row per thread for more.
#include <fmt/format.h>

#include <algorithm>

#include "printable.hpp"
#include "text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Mode;

constexpr std::size_t kCell = 29;
constexpr std::size_t kShortestName = 12;
constexpr std::size_t kMaxRows = 16;

const char* takes(Mode mode) {
  return mode == Mode::Shared ? "reads" : "locks";
}

std::string pad(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, widthOf(text)), ' ');
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

struct Cell {
  std::string verb;
  std::string name;
  std::string site;
};

// Whether the two columns can show it without hiding what matters.
bool fits(const Cell& cell) {
  const std::size_t name = std::min(widthOf(cell.name), kShortestName);
  return cell.verb.size() + 1 + name + 2 + widthOf(cell.site) <= kCell;
}

std::string render(const Cell& cell, std::size_t nameWidth) {
  const std::string start = cell.verb + " " + pad(shortened(cell.name, nameWidth), nameWidth);
  return start + "  " + cell.site;
}

std::string stepTable(const Finding& finding, const std::vector<Cell>& cells) {
  std::size_t room = kCell;
  std::size_t longest = 0;
  for (const Cell& cell : cells) {
    room = std::min(room, kCell - cell.verb.size() - 3 - widthOf(cell.site));
    longest = std::max(longest, widthOf(cell.name));
  }
  const std::size_t nameWidth = std::min(room, longest);
  const auto title = [&](const Edge& edge) {
    return pad(fmt::format("thread '{}'", shortened(finding.threads[edge.thread].name, kCell - 9)),
               kCell);
  };
  const std::string rule(kCell, '-');
  std::string text =
      trimmed(fmt::format("    step  {}  {}", title(finding.edges[0]), title(finding.edges[1]))) +
      "\n";
  text += fmt::format("    ----  {}  {}\n", rule, rule);
  for (std::size_t step = 0; step < cells.size(); ++step) {
    const std::string cell = pad(render(cells[step], nameWidth), kCell);
    const bool isLeft = step % 2 == 0;
    std::string line = fmt::format("      {}   {}  {}", step + 1,
                                   isLeft ? cell : std::string(kCell, ' '), isLeft ? "" : cell);
    if (step + 1 == cells.size()) line += " <- stuck";
    text += trimmed(line) + "\n";
  }
  return text;
}

std::string rows(const Finding& finding) {
  std::size_t threadWidth = 0;
  for (const Edge& edge : finding.edges)
    threadWidth = std::max(threadWidth, widthOf(finding.threads[edge.thread].name));
  threadWidth = std::min<std::size_t>(threadWidth, 20);
  std::vector<std::string> one;
  std::vector<std::string> two;
  for (const Edge& edge : finding.edges) {
    const std::string& held = finding.locks[edge.held].name;
    const std::string& wanted = finding.locks[edge.acquired].name;
    const std::string who =
        pad(shortened(finding.threads[edge.thread].name, threadWidth), threadWidth);
    const std::string heldAt = shortSite(edge.heldAt.site());
    const std::string waitsAt = shortSite(edge.acquiredAt.site());
    one.push_back(
        fmt::format("    {}  holds {} ({})  waits {} ({})", who, held, heldAt, wanted, waitsAt));
    const std::size_t room = 80 - 4 - threadWidth - 2 - 6 - 2;
    const auto half = [&](const char* verb, const std::string& name, const std::string& site) {
      const std::string shortSiteText = shortened(site, room / 2);
      return fmt::format("{} {}  {}", verb, shortened(name, room - widthOf(shortSiteText)),
                         shortSiteText);
    };
    two.push_back(fmt::format("    {}  {}\n    {}  {}", who, half("holds", held, heldAt),
                              std::string(threadWidth, ' '), half("waits", wanted, waitsAt)));
  }
  const bool isNarrow =
      std::all_of(one.begin(), one.end(), [](const auto& line) { return widthOf(line) <= 80; });
  auto& lines = isNarrow ? one : two;
  std::size_t hidden = 0;
  if (lines.size() > kMaxRows) {
    hidden = lines.size() - kMaxRows;
    lines.resize(kMaxRows);
  }
  std::string text = fmt::format("{}\n", fmt::join(lines, "\n"));
  if (hidden > 0) text += fmt::format("    ... and {} more threads in the circle\n", hidden);
  return text;
}

}  // namespace

std::string picture(const Finding& finding) {
  const bool isPair = finding.edges.size() == 2 && finding.threads.size() == 2;
  if (!isPair) return rows(finding);
  std::vector<Cell> cells;
  for (const Edge& edge : finding.edges)
    cells.push_back(
        {takes(edge.heldMode), finding.locks[edge.held].name, shortSite(edge.heldAt.site())});
  for (const Edge& edge : finding.edges)
    cells.push_back(
        {"waits", finding.locks[edge.acquired].name, shortSite(edge.acquiredAt.site())});
  const bool isTable = std::all_of(cells.begin(), cells.end(), fits);
  return isTable ? stepTable(finding, cells) : rows(finding);
}

}  // namespace gordian::cli
