#include "hang_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hang_words.hpp"
#include "printable.hpp"
#include "text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kMaxStacks = 8;   // threads whose calls are listed
constexpr std::size_t kMaxFrames = 12;  // of one stack
constexpr std::size_t kFunction = 44;

// The developer's own calls; where there are none, whatever has a name.
std::vector<const SourceFrame*> shownFrames(const Evidence& evidence) {
  std::vector<const SourceFrame*> own;
  std::vector<const SourceFrame*> named;
  for (const SourceFrame& frame : evidence.frames) {
    if (frame.user) own.push_back(&frame);
    if (!frame.function.empty()) named.push_back(&frame);
  }
  return own.empty() ? named : own;
}

std::string stackLines(const Evidence& evidence) {
  const auto frames = shownFrames(evidence);
  if (frames.empty()) return "      no stack was recorded\n";
  std::string text;
  for (std::size_t i = 0; i < std::min(frames.size(), kMaxFrames); ++i) {
    const std::string function =
        frames[i]->function.empty() ? "?" : shortened(frames[i]->function, kFunction);
    const std::string gap(widthOf(function) < 28 ? 28 - widthOf(function) : 1, ' ');
    text += "      " + function + gap +
            shortened(shortSite(*frames[i]), kWidth - 6 - widthOf(function) - gap.size()) + "\n";
  }
  if (frames.size() > kMaxFrames)
    text += fmt::format("      ... and {} outer calls\n", frames.size() - kMaxFrames);
  else if (!evidence.complete)
    text += "      (outer calls are missing)\n";
  return text;
}

// Those that others wait for; what a library took for itself only when there is nothing else.
std::vector<const Holding*> shownHolds(const HangFacts& hang, const Waiting& waiting) {
  std::vector<const Holding*> own;
  std::vector<const Holding*> all;
  for (const Holding& holding : waiting.holds) {
    const bool isAwaited =
        std::any_of(hang.waiting.begin(), hang.waiting.end(),
                    [&](const Waiting& one) { return one.lock == holding.lock; });
    if (!isAwaited) continue;
    all.push_back(&holding);
    if (holding.at.site().user) own.push_back(&holding);
  }
  return own.empty() ? all : own;
}

std::string title(const std::string& who, const std::string& what) {
  return "  " + shortened(fmt::format("{} {}", who, what), kWidth - 3) + ":\n";
}

std::string actionLine(const HangFacts& hang) {
  return labelled("action", actionWords(hang.action));
}

std::string predictionLine(const Finding& finding) {
  if (finding.hang->prediction.empty()) return {};
  const Foretold& known = finding.hang->prediction.front();
  const bool isWait = known.id == "GD104" || known.id == "GD105";
  return labelled("earlier", fmt::format("{} {} predicts it from {}", known.id, known.fingerprint,
                                         isWait ? "a lock that is held across the wait"
                                                : "the orders of the locks"));
}

}  // namespace

std::string hangStacks(const Finding& finding) {
  const auto& hang = *finding.hang;
  std::string text;
  std::size_t listed = 0;
  std::size_t hidden = 0;
  for (const Waiting& waiting : hang.waiting) {
    const bool isHeir =
        waiting.next && hang.waiting[*waiting.next].role == Waiting::Role::OwnerGone;
    if (waiting.role == Waiting::Role::Behind && listed > 0 && !isHeir) continue;
    if (listed++ >= kMaxStacks) {
      ++hidden;
      continue;
    }
    const std::string& who = finding.threads[waiting.thread].name;
    if (waiting.role != Waiting::Role::OwnerGone)
      text += title(who, "waits for " + waiting.waitsFor) + stackLines(waiting.at);
    for (const Holding* holding : shownHolds(hang, waiting))
      text += title(who, "took " + finding.locks[holding->lock].name) + stackLines(holding->at);
  }
  if (hidden > 0)
    text += fmt::format("  the calls of {} more: gordian show {}\n", hidden, finding.fingerprint);
  return text;
}

std::string hangText(const Finding& finding, const std::string& more) {
  std::string text = "\n" + sentence(finding) + "\n";
  const std::string ring = ringPicture(finding);
  if (!ring.empty()) text += ring + "\n";
  text += hangRows(finding) + "\n";
  text += labelled("proof", finding.reason) + predictionLine(finding) + actionLine(*finding.hang);
  if (!finding.tests.empty())
    text += labelled("tests", shortened(fmt::format("{}", fmt::join(finding.tests, ", ")), 64));
  text += pointers(finding, more);
  return text + "\n" + hangStacks(finding);
}

}  // namespace gordian::cli
