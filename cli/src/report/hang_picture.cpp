// The circle of a hang and its rows.
#include <fmt/format.h>

#include <algorithm>

#include "hang_text.hpp"
#include "printable.hpp"
#include "short_words.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMaxRing = 16;
constexpr std::size_t kMaxBehind = 20;
constexpr std::size_t kMaxThreadName = 28;
constexpr Wording kBrief{true, false};

using Role = Waiting::Role;

std::string pad(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, widthOf(text)), ' ');
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string whoOf(const Finding& finding, const Waiting& waiting) {
  return shortened(finding.threads[waiting.thread].name, kMaxThreadName);
}

std::size_t ringSize(const HangFacts& hang) {
  return static_cast<std::size_t>(
      std::count_if(hang.waiting.begin(), hang.waiting.end(),
                    [](const Waiting& waiting) { return waiting.role == Role::InCycle; }));
}

const Holding* holdOf(const Waiting& waiting, std::optional<std::size_t> lock) {
  for (const Holding& holding : waiting.holds)
    if (lock && holding.lock == *lock) return &holding;
  return nullptr;
}

// What keeps the one before it waiting.
std::string grip(const Finding& finding, const Waiting& before, const Waiting& waiting) {
  if (holdOf(waiting, before.lock) != nullptr)
    return "holds " + nameOf(finding, *before.lock, kBrief);
  if (before.waitsFor.starts_with("the end of ")) return "must end";
  if (before.waitsFor.starts_with("room in ")) return "must read";
  if (before.waitsFor.starts_with("data from ")) return "must write";
  for (const char* lock : {"lock of ", "mutex ", "reader-writer lock "})
    if (!before.lock && before.waitsFor.starts_with(lock)) return "holds " + before.waitsFor;
  return before.lock ? "is first in line" : "must act";
}

// Each waits for the next, the last for the first.
bool isOneRing(const HangFacts& hang, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i)
    if (hang.waiting[i].next != (i + 1) % size) return false;
  return size > 0;
}

std::string placeOf(const Evidence& at) {
  return at.frames.empty() ? "?" : shortSite(at.site());
}

struct Row {
  std::string who, what, place, rest;
};

Row rowOf(const Finding& finding, const Waiting& waiting, const Waiting* before) {
  const auto& hang = *finding.hang;
  Row row;
  row.who = whoOf(finding, waiting);
  const auto isAwaited = [&](const Holding& holding) {
    return std::any_of(hang.waiting.begin(), hang.waiting.end(),
                       [&](const Waiting& one) { return one.lock == holding.lock; });
  };
  const Holding* held = before == nullptr ? nullptr : holdOf(waiting, before->lock);
  for (const Holding& holding : waiting.holds)
    if (held == nullptr && isAwaited(holding)) held = &holding;
  if (waiting.role == Role::OwnerGone) {
    row.what = "ended holding";
    if (held == nullptr) return row;
    row.what += " " + nameOf(finding, held->lock, kBrief);
    row.place = held->at.frames.empty() ? "" : "taken at " + placeOf(held->at);
    return row;
  }
  row.what = waiting.role == Role::InCycle ? "waits" : "waits for " + waiting.waitsFor;
  row.place = waiting.at.frames.empty() ? "" : "at " + placeOf(waiting.at);
  row.rest = waiting.because;
  if (held != nullptr)
    row.rest = fmt::format("holds {}{}", nameOf(finding, held->lock, kBrief),
                           held->at.frames.empty() ? "" : " since " + placeOf(held->at));
  return row;
}

std::string linesOf(const std::vector<Row>& rows) {
  std::size_t names = 0;
  std::size_t middles = 0;
  const auto middle = [](const Row& row) {
    return row.place.empty() ? row.what : row.what + " " + row.place;
  };
  for (const Row& row : rows) {
    names = std::max(names, widthOf(row.who));
    middles = std::max(middles, widthOf(middle(row)));
  }
  const std::size_t room = kWidth - names - 4;
  std::string text;
  for (const Row& row : rows) {
    std::size_t width = middles;
    if (names + 4 + width + 2 + widthOf(row.rest) > kWidth) width = widthOf(middle(row));
    const std::string line =
        fmt::format("  {}  {}  {}", pad(row.who, names), pad(middle(row), width), row.rest);
    if (widthOf(line) <= kWidth || row.rest.empty()) {
      text += trimmed(row.rest.empty() ? fmt::format("  {}  {}", pad(row.who, names),
                                                     shortened(middle(row), room))
                                       : line);
      continue;
    }
    text += trimmed(fmt::format("  {}  {}", pad(row.who, names), shortened(middle(row), room)));
    text += trimmed(fmt::format("  {}  {}", std::string(names, ' '), shortened(row.rest, room)));
  }
  return text;
}

}  // namespace

std::string ringPicture(const Finding& finding) {
  const auto& hang = *finding.hang;
  const std::size_t size = ringSize(hang);
  if (size == 0) return {};
  const std::size_t shown = std::min(size, kMaxRing);
  const bool isRing = isOneRing(hang, size);
  std::vector<Row> rows;
  std::size_t names = 0;
  std::size_t grips = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    const Waiting& waiting = hang.waiting[i];
    std::string who = whoOf(finding, waiting);
    if (waiting.tid != 0 && widthOf(who) <= 16) who += fmt::format(" (tid {})", waiting.tid);
    const std::string held =
        isRing ? grip(finding, hang.waiting[(i + size - 1) % size], waiting) : "";
    const bool isLock = waiting.lock && waiting.waitsFor == finding.locks[*waiting.lock].name;
    rows.push_back(
        {who, held, isLock ? nameOf(finding, *waiting.lock, kBrief) : waiting.waitsFor, {}});
    names = std::max(names, widthOf(who));
    grips = std::max(grips, widthOf(held));
  }
  constexpr std::string_view kArrow = "--waits for-->";
  const std::size_t room = kWidth - 2 - names - 2 - 2 - kArrow.size() - 2;
  grips = std::min(grips, room / 2);
  std::string text;
  std::size_t width = 0;
  for (const Row& row : rows) {
    const std::string line = trimmed(fmt::format("  {}  {}  {}  {}", pad(row.who, names),
                                                 pad(shortened(row.what, grips), grips), kArrow,
                                                 shortened(row.place, room - grips)));
    width = std::max(width, widthOf(line) - 1);
    text += line;
  }
  if (size > shown) return text + fmt::format("  ... and {} more in the circle\n", size - shown);
  if (isRing && size > 1)
    text += fmt::format("  ^{}|\n", std::string(std::min(width, kWidth) - 4, '_'));
  return text;
}

std::string hangRows(const Finding& finding) {
  const auto& hang = *finding.hang;
  const std::size_t ring = ringSize(hang);
  std::vector<Row> rows;
  std::size_t stuck = hang.unlisted;
  std::size_t behind = 0;
  for (std::size_t i = 0; i < hang.waiting.size(); ++i) {
    const Waiting& waiting = hang.waiting[i];
    if (waiting.role != Role::OwnerGone) ++stuck;
    const bool isRing = i < ring;
    if (isRing ? i >= kMaxRing : behind++ >= kMaxBehind) continue;
    const Waiting* before = isRing ? &hang.waiting[(i + ring - 1) % ring] : nullptr;
    rows.push_back(rowOf(finding, waiting, before));
  }
  std::string text = linesOf(rows);
  const std::size_t hidden =
      behind > kMaxBehind ? behind - kMaxBehind + hang.unlisted : hang.unlisted;
  const bool isStall = ring == 0 && finding.id == "GD202";
  if (hidden > 0)
    text += fmt::format("  and {} more {} {}\n", hidden, hidden == 1 ? "waits" : "wait",
                        isStall ? "as well" : "behind them");
  if (hang.threads > stuck) {
    const std::size_t others = hang.threads - stuck;
    text += fmt::format("  {} {} not part of it\n", others,
                        others == 1 ? "other thread is" : "other threads are");
  }
  return text;
}

}  // namespace gordian::cli
