// Who locks what in which order: a step table for two threads, a row per thread for more.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "printable.hpp"
#include "short_words.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Mode;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMaxRows = 16;
constexpr std::size_t kMaxThreadName = 22;
constexpr std::size_t kVerb = 6;       // "locks " and the like
constexpr std::size_t kStepRoom = 61;  // for both columns, beside step number and "<- stuck"
constexpr std::size_t kColumn = 25;    // looks well; more when needed

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
  const char* verb = "";
  std::string name;
  std::string place;
};

// Step 1 of the first thread, step 1 of the second, step 2 of the first …
using Steps = std::array<Cell, 4>;
using Widths = std::array<std::size_t, 2>;

Steps stepsOf(const Finding& finding, const Wording& wording) {
  Steps steps;
  for (std::size_t i = 0; i < 2; ++i) {
    const Edge& edge = finding.edges[i];
    steps[i] = {takes(edge.heldMode), nameOf(finding, edge.held, wording),
                placeOf(edge.heldAt.site(), wording)};
    steps[i + 2] = {"waits", nameOf(finding, edge.acquired, wording),
                    placeOf(edge.acquiredAt.site(), wording)};
  }
  return steps;
}

// Of the names in each column.
Widths nameWidths(const Steps& steps) {
  return {std::max(widthOf(steps[0].name), widthOf(steps[2].name)),
          std::max(widthOf(steps[1].name), widthOf(steps[3].name))};
}

std::optional<Widths> columnsFor(const Steps& steps) {
  const Widths names = nameWidths(steps);
  Widths columns{};
  for (std::size_t step = 0; step < steps.size(); ++step)
    columns[step % 2] =
        std::max(columns[step % 2], kVerb + names[step % 2] + 2 + widthOf(steps[step].place));
  if (columns[0] + columns[1] > kStepRoom) return std::nullopt;
  for (std::size_t i = 0; i < 2; ++i)
    columns[i] = std::max(columns[i], std::min(kColumn, kStepRoom - columns[1 - i]));
  return columns;
}

std::string stepLine(const std::string& number, const std::string& left, const std::string& right,
                     const Widths& columns) {
  return fmt::format("  {:<4}  {}  {}", number, pad(left, columns[0]), pad(right, columns[1]));
}

std::string stepHead(const Finding& finding, const Widths& columns) {
  const auto title = [&](std::size_t i) {
    const std::string& name = finding.threads[finding.edges[i].thread].name;
    return fmt::format("thread '{}'", shortened(name, columns[i] - 9));
  };
  return trimmed(stepLine("step", title(0), title(1), columns)) + "\n" +
         stepLine("----", std::string(columns[0], '-'), std::string(columns[1], '-'), columns) +
         "\n";
}

std::string stepTable(const Finding& finding) {
  for (const Wording& wording : wordingsFor(finding)) {
    const Steps steps = stepsOf(finding, wording);
    const auto columns = columnsFor(steps);
    if (!columns) continue;
    const Widths names = nameWidths(steps);
    std::string text = stepHead(finding, *columns);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::string cell =
          fmt::format("{} {}  {}", steps[i].verb, pad(steps[i].name, names[i % 2]), steps[i].place);
      text += trimmed(stepLine(fmt::format("  {}", i + 1), i % 2 == 0 ? cell : "",
                               i % 2 == 1 ? cell : "", *columns) +
                      (i + 1 == steps.size() ? " <- stuck" : "")) +
              "\n";
    }
    return text;
  }
  // Too long for one line each: the place below the name.
  const Widths columns{kStepRoom / 2, kStepRoom / 2};
  const Steps steps = stepsOf(finding, {true, false});
  std::string text = stepHead(finding, columns);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string name =
        fmt::format("{} {}", steps[i].verb, shortened(steps[i].name, columns[0] - kVerb));
    const std::string place = "  at  " + shortened(steps[i].place, columns[0] - kVerb);
    const bool isLeft = i % 2 == 0;
    text += trimmed(stepLine(fmt::format("  {}", i + 1), isLeft ? name : "", isLeft ? "" : name,
                             columns) +
                    (i + 1 == steps.size() ? " <- stuck" : "")) +
            "\n";
    text += trimmed(stepLine("", isLeft ? place : "", isLeft ? "" : place, columns)) + "\n";
  }
  return text;
}

struct Row {
  std::string thread;
  Cell held;
  Cell wanted;
};

std::vector<Row> rowsOf(const Finding& finding, const Wording& wording) {
  std::vector<Row> rows;
  for (const Edge& edge : finding.edges)
    rows.push_back(
        {shortened(finding.threads[edge.thread].name, kMaxThreadName),
         {"holds", nameOf(finding, edge.held, wording), placeOf(edge.heldAt.site(), wording)},
         {"waits", nameOf(finding, edge.acquired, wording),
          placeOf(edge.acquiredAt.site(), wording)}});
  return rows;
}

template <class Part>
std::size_t widest(const std::vector<Row>& rows, Part part) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, widthOf(part(row)));
  return width;
}

std::string oneLine(const Row& row, const std::array<std::size_t, 4>& widths) {
  return trimmed(fmt::format("  {}  holds {}  {}  waits {}  {}", pad(row.thread, widths[0]),
                             pad(row.held.name, widths[1]), pad(row.held.place, widths[2]),
                             pad(row.wanted.name, widths[3]), row.wanted.place));
}

std::string twoLines(const Row& row, std::size_t threadWidth) {
  const std::size_t room = kWidth - 2 - threadWidth - 2 - kVerb;
  const auto half = [&](const Cell& cell) {
    const std::string place = shortened(
        cell.place, std::max(room / 2, room - 2 - std::min(room - 2, widthOf(cell.name))));
    return fmt::format("{} {}  {}", cell.verb, shortened(cell.name, room - 2 - widthOf(place)),
                       place);
  };
  return fmt::format("  {}  {}\n  {}  {}", pad(row.thread, threadWidth), half(row.held),
                     std::string(threadWidth, ' '), half(row.wanted));
}

std::vector<std::string> linesOf(const Finding& finding) {
  std::vector<std::string> lines;
  for (const Wording& wording : wordingsFor(finding)) {
    const auto rows = rowsOf(finding, wording);
    const std::array<std::size_t, 4> widths{
        widest(rows, [](auto& row) { return row.thread; }),
        widest(rows, [](auto& row) { return row.held.name; }),
        widest(rows, [](auto& row) { return row.held.place; }),
        widest(rows, [](auto& row) { return row.wanted.name; })};
    lines.clear();
    for (const Row& row : rows) lines.push_back(oneLine(row, widths));
    if (std::all_of(lines.begin(), lines.end(), [](auto& l) { return widthOf(l) <= kWidth; }))
      return lines;
  }
  lines.clear();
  const auto rows = rowsOf(finding, {});
  const std::size_t threadWidth = widest(rows, [](auto& row) { return row.thread; });
  for (const Row& row : rows) lines.push_back(twoLines(row, threadWidth));
  return lines;
}

std::string rowTable(const Finding& finding) {
  auto lines = linesOf(finding);
  std::size_t hidden = 0;
  if (lines.size() > kMaxRows) {
    hidden = lines.size() - kMaxRows;
    lines.resize(kMaxRows);
  }
  std::string text = fmt::format("{}\n", fmt::join(lines, "\n"));
  if (hidden > 0) text += fmt::format("  ... and {} more threads in the circle\n", hidden);
  return text;
}

}  // namespace

std::string picture(const Finding& finding) {
  if (finding.edges.empty()) return momentsPicture(finding);
  const bool isPair = finding.edges.size() == 2 && finding.threads.size() == 2;
  return isPair ? stepTable(finding) : rowTable(finding);
}

}  // namespace gordian::cli
