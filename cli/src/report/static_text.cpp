#include "static_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "printable.hpp"
#include "source.hpp"
#include "text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMaxNotes = 5;  // then the first screen is full

// Names joined by commas, and the last by "and"; of many the first ones.
std::string listOf(std::vector<std::string> names) {
  constexpr std::size_t kNamed = 3;
  if (names.size() > kNamed) {
    const std::size_t hidden = names.size() - kNamed + 1;
    names.resize(kNamed - 1);
    names.push_back(fmt::format("{} more", hidden));
  }
  if (names.size() < 2) return names.empty() ? std::string() : names.front();
  const std::string last = names.back();
  names.pop_back();
  return fmt::format("{} and {}", fmt::join(names, ", "), last);
}

// The line of source with a mark under its column; nothing where it cannot be read.
std::string excerpt(SourceText& source, const SourceFrame& frame, const std::string& remark) {
  const auto line = source.line(frame.file, frame.line);
  if (!line) return remark.empty() ? std::string() : fmt::format("  {}\n", remark);
  const std::size_t indent = std::min(line->find_first_not_of(' '), line->size());
  const std::string gutter = fmt::format("  {:>4} |  ", frame.line);
  const std::size_t room = kWidth - gutter.size();
  std::string code = line->substr(indent);
  code.erase(code.find_last_not_of(' ') + 1);
  std::string text = gutter + shortened(code, room) + "\n";
  // `printable` keeps columns but for characters of several bytes, which Clang counts as such.
  const std::size_t column = frame.column > indent ? frame.column - 1 - indent : 0;
  if (frame.column == 0 || widthOf(code) > room || column > code.size()) {
    if (remark.empty()) return text;
    return text + fmt::format("  {:>4} |  {}\n", "", shortened(remark, room));
  }
  const std::string blanks(widthOf(code.substr(0, column)), ' ');
  const bool fits = blanks.size() + 2 + widthOf(remark) <= room;
  text += fmt::format("  {:>4} |  {}^{}{}\n", "", blanks, fits && !remark.empty() ? " " : "",
                      fits ? remark : "");
  if (!fits) text += fmt::format("  {:>4} |  {}\n", "", shortened(remark, room));
  return text;
}

bool isSamePoint(const SourceFrame& a, const SourceFrame& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

struct Place {
  const SourceFrame* at = nullptr;
  std::string text;
};

// All but the headline's.
std::vector<Place> placesOf(const Finding& finding, std::string& remark) {
  std::vector<Place> places;
  const auto add = [&](const SourceFrame& at, std::string text) {
    if (remark.empty() && isSamePoint(at, finding.location()))
      remark = std::move(text);
    else
      places.push_back({&at, std::move(text)});
  };
  for (const Access& access : finding.accesses) add(access.at.site(), deedOf(finding, access));
  for (const Note& note : finding.notes) add(note.at.site(), note.text);
  return places;
}

std::string noteLine(SourceText& source, const Place& place) {
  const SourceFrame& at = *place.at;
  if (at.file.empty()) return fmt::format("  {}\n", place.text);
  return fmt::format("{}:{}:{}: note: {}\n", displayPath(at.file), at.line, at.column, place.text) +
         excerpt(source, at, "");
}

}  // namespace

std::string deedOf(const Finding& finding, const Access& access) {
  std::vector<std::string> locks;
  for (const Holding& holding : access.held) {
    const bool isShared = holding.mode == lockgraph::Mode::Shared;
    locks.push_back(finding.locks[holding.lock].name + (isShared ? " (shared)" : ""));
  }
  std::vector<std::string> threads;
  for (const std::size_t thread : access.threads) threads.push_back(finding.threads[thread].name);
  return fmt::format("{}, {}{}", access.isWrite ? "written" : "read",
                     locks.empty() ? "no lock held" : "holding " + listOf(std::move(locks)),
                     threads.empty() ? "" : ", by " + listOf(std::move(threads)));
}

std::string staticText(const Finding& finding) {
  SourceText source;
  std::string text = "\n";
  if (!finding.story.empty()) text += sentence(finding) + "\n";
  std::string remark;
  const std::vector<Place> places = placesOf(finding, remark);
  text += excerpt(source, finding.location(), remark);
  for (std::size_t i = 0; i < std::min(kMaxNotes, places.size()); ++i)
    text += noteLine(source, places[i]);
  if (places.size() > kMaxNotes)
    text += fmt::format("  ... and {} more places; --report=FILE has them all\n",
                        places.size() - kMaxNotes);
  return text + "\n" + calledFrom(finding) + advice(finding, "");
}

}  // namespace gordian::cli
