#include "plan.hpp"

#include <cstring>
#include <initializer_list>

namespace gordian::plan {
namespace {

// The rest of a line, taken apart word by word.
class Line {
 public:
  Line(const char* at, const char* end) noexcept : at_(at), end_(end) {}

  Words word() noexcept {
    const char* begin = at_;
    while (at_ != end_ && *at_ != ' ') ++at_;
    const Words taken{begin, static_cast<std::uint32_t>(at_ - begin)};
    if (at_ != end_) ++at_;
    return taken;
  }
  Words rest() noexcept {
    const Words taken{at_, static_cast<std::uint32_t>(end_ - at_)};
    at_ = end_;
    return taken;
  }
  bool number(std::uint64_t& value, unsigned base = 10) noexcept {
    const Words digits = word();
    value = 0;
    if (digits.size == 0 || digits.size > 19) return false;
    for (std::uint32_t i = 0; i < digits.size; ++i) {
      const int digit = digitOf(digits.at[i]);
      if (digit < 0 || static_cast<unsigned>(digit) >= base) return false;
      value = value * base + static_cast<unsigned>(digit);
    }
    return true;
  }
  bool numberUpTo(std::uint64_t most, std::uint32_t& value) noexcept {
    std::uint64_t wide = 0;
    if (!number(wide) || wide > most) return false;
    value = static_cast<std::uint32_t>(wide);
    return true;
  }

  static int digitOf(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

 private:
  const char* at_;
  const char* end_;
};

bool is(const Words& words, const char* text) noexcept {
  return words.size == std::strlen(text) && std::memcmp(words.at, text, words.size) == 0;
}

const char* readModule(Line& line, Plan& plan) noexcept {
  if (plan.moduleCount == kMostModules) return "too many modules";
  Module& module = plan.modules[plan.moduleCount];
  const Words id = line.word();
  if (!is(id, "-")) {
    if (id.size % 2 != 0 || id.size > 2 * sizeof module.buildId) return "no build-id";
    for (std::uint32_t i = 0; i < id.size; i += 2) {
      const int high = Line::digitOf(id.at[i]);
      const int low = Line::digitOf(id.at[i + 1]);
      if (high < 0 || low < 0) return "no build-id";
      module.buildId[i / 2] = static_cast<std::uint8_t>(high * 16 + low);
    }
    module.buildIdSize = static_cast<std::uint8_t>(id.size / 2);
  }
  module.path = line.rest();
  if (module.path.size == 0) return "a module without a path";
  ++plan.moduleCount;
  return nullptr;
}

const char* readPoint(Line& line, Plan& plan) noexcept {
  if (plan.pointCount == kMostPoints) return "too many points";
  Point& point = plan.points[plan.pointCount];
  const Words kind = line.word();
  if (is(kind, "lock"))
    point.kind = PointKind::Lock;
  else if (is(kind, "wait"))
    point.kind = PointKind::Wait;
  else if (is(kind, "writer"))
    point.kind = PointKind::Writer;
  else
    return "a point is `lock`, `wait` or `writer`";
  const Words mode = line.word();
  if (!is(mode, "exclusive") && !is(mode, "shared")) return "a mode is `exclusive` or `shared`";
  point.isShared = is(mode, "shared");
  if (!line.number(point.crowd)) return "a point without its number of ways";
  ++plan.pointCount;
  return nullptr;
}

bool readPlace(Line& line, const Plan& plan, Frame& frame) noexcept {
  if (plan.moduleCount == 0 || !line.numberUpTo(plan.moduleCount - 1, frame.module) ||
      !line.number(frame.offset, 16))
    return false;
  frame.function = line.rest();
  return true;
}

const char* readOfPoint(const Words& key, Line& line, Plan& plan) noexcept {
  if (plan.pointCount == 0) return "it belongs to no point";
  Point& point = plan.points[plan.pointCount - 1];
  if (is(key, "object")) return readPlace(line, plan, point.object) ? nullptr : "no place";
  if (is(key, "frame")) {
    if (point.frameCount == kMostFrames) return "too many frames";
    return readPlace(line, plan, point.frames[point.frameCount++]) ? nullptr : "no place";
  }
  if (point.pythonCount == kMostPython) return "too many lines";
  PythonLine& place = point.python[point.pythonCount];
  if (!line.numberUpTo(UINT32_MAX, place.line)) return "no line number";
  place.function = line.word();
  place.file = line.rest();
  if (place.function.size == 0 || place.file.size == 0) return "no function or file";
  ++point.pythonCount;
  return nullptr;
}

const char* readNumber(const Words& key, Line& line, Plan& plan) noexcept {
  if (is(key, "seed")) return line.number(plan.seed) ? nullptr : "no number";
  if (is(key, "attempt")) return line.numberUpTo(UINT32_MAX, plan.attempt) ? nullptr : "no number";
  if (is(key, "pause"))
    return line.numberUpTo(kLongestPauseMs, plan.pauseMs) ? nullptr : "no pause, or too long";
  if (is(key, "budget"))
    return line.numberUpTo(kLargestBudgetMs, plan.budgetMs) ? nullptr : "no budget, or too large";
  if (is(key, "frames"))
    return line.numberUpTo(kMostFrames, plan.frames) && plan.frames != 0 ? nullptr : "no number";
  std::uint32_t anchor = 0;
  plan.anchor = -1;
  const Words word = line.rest();
  if (is(word, "-1")) return nullptr;
  Line again(word.at, word.at + word.size);
  if (!again.numberUpTo(kMostPoints - 1, anchor)) return "no number of a point";
  plan.anchor = static_cast<std::int32_t>(anchor);
  return nullptr;
}

const char* readLine(Line line, Plan& plan) noexcept {
  const Words key = line.word();
  if (is(key, "finding")) {
    plan.rule = line.word();
    plan.fingerprint = line.rest();
    return nullptr;
  }
  for (const char* number : {"seed", "attempt", "pause", "budget", "frames", "anchor"})
    if (is(key, number)) return readNumber(key, line, plan);
  if (is(key, "module")) return readModule(line, plan);
  if (is(key, "point")) return readPoint(line, plan);
  for (const char* part : {"frame", "python", "object"})
    if (is(key, part)) return readOfPoint(key, line, plan);
  return "not a line of a plan";
}

const char* checkPoints(const Plan& plan) noexcept {
  for (std::uint32_t i = 0; i < plan.pointCount; ++i)
    if (plan.points[i].frameCount == 0 && plan.points[i].pythonCount == 0)
      return "a point without a place";
  if (plan.anchor >= static_cast<std::int32_t>(plan.pointCount)) return "no point has that number";
  return plan.pointCount == 0 ? "no points" : nullptr;
}

}  // namespace

const char* parse(const char* text, std::size_t size, Plan& plan, std::uint32_t& line) noexcept {
  line = 1;
  if (size > kLongestText) return "larger than a plan can be";
  constexpr char kTitle[] = "gordian-plan 1\n";
  constexpr std::size_t kTitleSize = sizeof kTitle - 1;
  if (size < kTitleSize || std::memcmp(text, kTitle, kTitleSize) != 0)
    return "no plan of this version";
  const char* const end = text + size;
  for (const char* at = text + kTitleSize; at != end;) {
    ++line;
    const auto* stop =
        static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (stop == nullptr) return "the last line is not whole";
    if (at != stop && *at != '#')
      if (const char* problem = readLine({at, stop}, plan)) return problem;
    at = stop + 1;
  }
  return checkPoints(plan);
}

}  // namespace gordian::plan
