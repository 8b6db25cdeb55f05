// What the threads did, in the order in which it goes wrong: a step table for two threads, a row
// per moment else.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "printable.hpp"
#include "short_words.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMaxRows = 16;
constexpr std::size_t kMaxThreadName = 26;
constexpr std::size_t kStepRoom = 70;  // for both columns, beside the step's number
constexpr std::size_t kMinColumn = 20;

std::string pad(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, widthOf(text)), ' ');
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string deed(const Finding& finding, const Moment& moment, const Wording& wording) {
  std::string text = moment.what;
  if (moment.lock) text += " " + nameOf(finding, *moment.lock, wording);
  if (!moment.how.empty()) text += " " + moment.how;
  return text;
}

std::string placeOf(const Moment& moment, const Wording& wording) {
  return moment.at.frames.empty() ? std::string() : placeOf(moment.at.site(), wording);
}

bool hasSteps(const Finding& finding) {
  return std::all_of(finding.moments.begin(), finding.moments.end(),
                     [](const Moment& moment) { return moment.step > 0; });
}

// Empty: too wide.
std::string stepTable(const Finding& finding, const Wording& wording) {
  const auto moments = inOrder(finding);
  const std::array<std::size_t, 2> threads{
      moments[0]->thread, moments[0]->thread == 0 ? std::size_t{1} : std::size_t{0}};
  std::array<std::size_t, 2> deeds{};
  std::array<std::size_t, 2> columns{kMinColumn, kMinColumn};
  const auto columnOf = [&](const Moment* moment) {
    return moment->thread == threads[0] ? std::size_t{0} : std::size_t{1};
  };
  for (const Moment* moment : moments) {
    std::size_t& width = deeds[columnOf(moment)];
    width = std::max(width, widthOf(deed(finding, *moment, wording)));
  }
  for (const Moment* moment : moments) {
    const std::size_t i = columnOf(moment);
    columns[i] = std::max(columns[i], deeds[i] + 2 + widthOf(placeOf(*moment, wording)));
  }
  if (columns[0] + columns[1] > kStepRoom) return {};
  const auto line = [&](const std::string& number, const std::string& left,
                        const std::string& right) {
    return trimmed(fmt::format("  {:<4}  {}  {}", number, pad(left, columns[0]), right));
  };
  const auto title = [&](std::size_t i) {
    return fmt::format("thread '{}'", shortened(finding.threads[threads[i]].name, columns[i] - 9));
  };
  std::string text = line("step", title(0), title(1)) +
                     line("----", std::string(columns[0], '-'), std::string(columns[1], '-'));
  for (const Moment* moment : moments) {
    const std::size_t i = columnOf(moment);
    const std::string cell = fmt::format("{}  {}", pad(deed(finding, *moment, wording), deeds[i]),
                                         placeOf(*moment, wording));
    text += line(fmt::format("  {}", moment->step), i == 0 ? cell : "", i == 1 ? cell : "");
  }
  return text;
}

std::string rowTable(const Finding& finding) {
  const auto moments = inOrder(finding);
  std::size_t names = 0;
  std::size_t deeds = 0;
  const auto who = [&](const Moment* moment) {
    return shortened(finding.threads[moment->thread].name, kMaxThreadName);
  };
  for (const Moment* moment : moments) {
    names = std::max(names, widthOf(who(moment)));
    deeds = std::max(deeds, widthOf(deed(finding, *moment, {})));
  }
  std::string text;
  std::size_t rows = 0;
  for (const Moment* moment : moments) {
    if (rows++ == kMaxRows) {
      text += fmt::format("  ... and {} more\n", moments.size() - kMaxRows);
      break;
    }
    const std::string what = deed(finding, *moment, {});
    const std::string place = placeOf(*moment, {});
    const std::string row =
        fmt::format("  {}  {}  {}", pad(who(moment), names), pad(what, deeds), place);
    if (widthOf(row) <= kWidth) {
      text += trimmed(row);
      continue;
    }
    const std::size_t room = kWidth - names - 4;
    text += trimmed(fmt::format("  {}  {}", pad(who(moment), names), shortened(what, room)));
    if (!place.empty())
      text += fmt::format("  {}  at {}\n", std::string(names, ' '), shortened(place, room - 3));
  }
  return text;
}

}  // namespace

std::vector<const Moment*> inOrder(const Finding& finding) {
  std::vector<const Moment*> moments;
  for (const Moment& moment : finding.moments) moments.push_back(&moment);
  std::stable_sort(moments.begin(), moments.end(),
                   [](const Moment* a, const Moment* b) { return a->step < b->step; });
  return moments;
}

std::string momentsPicture(const Finding& finding) {
  if (finding.threads.size() == 2 && finding.moments.size() > 1 && hasSteps(finding))
    for (const Wording& wording : wordingsFor(finding)) {
      std::string text = stepTable(finding, wording);
      if (!text.empty()) return text;
    }
  return rowTable(finding);
}

}  // namespace gordian::cli
