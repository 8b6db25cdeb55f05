#include "text_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "fingerprint.hpp"
#include "printable.hpp"
#include "reasons.hpp"
#include "rules.hpp"
#include "seen_in.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

using lockgraph::Mode;

constexpr std::size_t kWidth = 80;
constexpr std::size_t kLabel = 14;

std::string folded(const std::string& text, const std::string& first, const std::string& next) {
  std::string result;
  std::string line = first;
  bool isEmpty = true;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(word) > kWidth) {
      result += line + "\n";
      line = next;
      isEmpty = true;
    }
    if (!isEmpty) line += ' ';
    line += shortened(word, kWidth - kLabel);
    isEmpty = false;
  }
  return result + line + "\n";
}

const char* numberWord(std::size_t number) {
  static const char* const kWords[] = {"No",  "One",   "Two",   "Three", "Four", "Five",
                                       "Six", "Seven", "Eight", "Nine",  "Ten"};
  return number < std::size(kWords) ? kWords[number] : nullptr;
}

std::string counted(std::size_t number) {
  const char* word = numberWord(number);
  return word != nullptr ? word : std::to_string(number);
}

// "teller-1: transfer (main.cpp:17) -> ..." from the thread's start inwards.
std::string callChain(const Finding& finding, std::size_t thread, const Evidence& evidence) {
  std::vector<std::string> steps;
  const auto& frames = evidence.frames;
  const SourceFrame* site = &evidence.site();
  bool isOutside = false;
  for (const SourceFrame& frame : frames) {
    if (isOutside && frame.user)
      steps.push_back(frame.file.empty()
                          ? shortSite(frame)
                          : fmt::format("{} ({})", frame.function, shortSite(frame)));
    isOutside |= &frame == site;
  }
  std::reverse(steps.begin(), steps.end());
  if (steps.empty()) {
    const SourceFrame& created = finding.threads[thread].created;
    if (created.file.empty()) return {};
    steps.push_back(fmt::format("thread created at {}", shortSite(created)));
  }
  steps.push_back(site->function.empty() ? shortSite(*site) : site->function);
  const std::string who = shortened(finding.threads[thread].name, 20) + ": ";
  const std::size_t room = kWidth - 2 - kLabel - widthOf(who);
  // Innermost calls tell most: drop outer ones until the line fits.
  std::string chain = fmt::format("{}", fmt::join(steps, " -> "));
  while (widthOf(chain) > room && steps.size() > 2) {
    steps.erase(steps.begin());
    chain = fmt::format("... -> {}", fmt::join(steps, " -> "));
  }
  return who + shortened(chain, room);
}

std::string times(const Finding& finding) {
  if (finding.origin == Origin::Static)
    return finding.alike > 0 ? fmt::format("{} more like it", finding.alike) : "";
  if (finding.edges.empty()) {
    const std::string text = finding.alike > 0 ? fmt::format("seen {}x", finding.alike + 1) : "";
    return finding.processes.size() > 1
               ? fmt::format("{} in {} processes", text, finding.processes.size())
               : text;
  }
  constexpr std::size_t kMaxCounts = 3;
  std::vector<std::uint64_t> counts;
  for (const Edge& edge : finding.edges) counts.push_back(edge.count);
  std::string text = fmt::format("seen {}x", fmt::join(counts, "x / "));
  if (counts.size() > kMaxCounts) {
    const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
    text = *least == *most ? fmt::format("each seen {}x", *least)
                           : fmt::format("each seen {}x to {}x", *least, *most);
  }
  if (finding.processes.size() > 1)
    text += fmt::format(" in {} processes", finding.processes.size());
  if (finding.alike > 0) text += fmt::format(", {} more like it", finding.alike);
  return text;
}

bool endsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// What is wrong with a suppression cannot be suppressed.
bool canBeAllowed(const Finding& finding) {
  return !finding.id.starts_with("GD9");
}

bool isExpression(const std::string& name) {
  return !name.empty() && name.find_first_of(" (#<") == std::string::npos;
}

std::string help(const Finding& finding) {
  if (!finding.help.empty()) return finding.help;
  if (finding.id != "GD101") {
    const Rule* rule = findRule(finding.id);
    return rule == nullptr ? std::string() : std::string(rule->help);
  }
  const std::string& file = finding.location().file;
  const bool isCpp = !endsWith(file, ".c") && !endsWith(file, ".py") && !file.empty();
  const bool areExclusive =
      std::all_of(finding.edges.begin(), finding.edges.end(), [](const Edge& edge) {
        return edge.mode == Mode::Exclusive && edge.heldMode == Mode::Exclusive;
      });
  const auto& locks = finding.locks;
  if (locks.size() == 2 && isCpp && areExclusive && isExpression(locks[0].name) &&
      isExpression(locks[1].name)) {
    const std::string advice = fmt::format("take both at once: std::scoped_lock lock({}, {});",
                                           locks[0].name, locks[1].name);
    return widthOf(advice) <= kWidth - kLabel ? advice
                                              : "take both at once, with one std::scoped_lock";
  }
  if (locks.size() == 2)
    return fmt::format("take them in one order everywhere: {}, then {}", locks[0].name,
                       locks[1].name);
  return fmt::format("give the {} locks one order, and take them in that order everywhere",
                     locks.size());
}

}  // namespace

std::string labelled(const std::string& label, const std::string& text) {
  return folded(text, fmt::format("  {:<{}}", label, kLabel - 2), std::string(kLabel, ' '));
}

std::string sentence(const Finding& finding) {
  std::string text;
  if (!finding.story.empty()) {
    text = finding.story;
  } else if (finding.id == "GD102") {
    text = fmt::format(
        "Thread '{}' asks for {}, which it holds already and which cannot be taken twice. It "
        "waits for itself, for ever.",
        shortened(finding.threads[0].name, 20), shortened(finding.locks[0].name, 30));
  } else if (finding.threads.size() < finding.edges.size()) {
    text = fmt::format(
        "{} takes the same {} locks in a circle of orders. Two threads that do so "
        "at the same time can wait for each other for ever.",
        finding.threads.size() == 1 ? "One thread" : "A group of threads", finding.locks.size());
  } else {
    const std::string who = counted(finding.threads.size());
    text = finding.locks.size() == 2
               ? who + " threads take the same two locks in opposite order."
               : fmt::format(
                     "{} threads take {} locks in a circle: each holds one and asks for "
                     "the next.",
                     who, finding.locks.size());
    const char* const all = finding.threads.size() == 2 ? "both" : "all";
    const bool isSoft = finding.decidedBy == lockgraph::Reason::SoftOrder ||
                        finding.decidedBy == lockgraph::Reason::Unwoken;
    text +=
        finding.verdict == Confidence::Possible && isSoft
            ? fmt::format(" In this run they did not meet there; if they can, {} wait for ever.",
                          all)
        : finding.survived
            ? fmt::format(" This run got through; with other timing {} would wait for ever.", all)
            : fmt::format(" When their timing meets, {} wait for ever.", all);
  }
  return folded(text, "  ", "  ");
}

std::string calledFrom(const Finding& finding) {
  if (finding.edges.size() > 2) return {};
  std::string text;
  const auto add = [&](std::size_t thread, const Evidence& evidence) {
    if (evidence.frames.empty()) return;
    const std::string chain = callChain(finding, thread, evidence);
    if (chain.empty() || text.find(chain + "\n") != std::string::npos) return;
    text += fmt::format("  {:<{}}{}\n", text.empty() ? "called from" : "", kLabel, chain);
  };
  for (const Edge& edge : finding.edges) add(edge.thread, edge.acquiredAt);
  constexpr std::size_t kMoments = 2;
  for (std::size_t i = 0; i < std::min(kMoments, finding.moments.size()); ++i)
    add(finding.moments[i].thread, finding.moments[i].at);
  std::set<std::size_t> told;  // one way for each thread, of the first ones
  for (const Access& access : finding.accesses)
    if (!access.threads.empty() && told.size() < kMoments &&
        told.insert(access.threads.front()).second)
      add(access.threads.front(), access.at);
  return text;
}

std::string pointers(const Finding& finding, const std::string& more) {
  const Rule* rule = findRule(finding.id);
  std::string text = labelled("help", help(finding));
  if (finding.origin != Origin::Observed) {
    if (canBeAllowed(finding))
      text += fmt::format("  {:<{}}// gordian: allow({}) reason\n", "not a bug?", kLabel - 2,
                          finding.id);
    return text + fmt::format("  {:<{}}gordian explain {}{}{}\n", "more", kLabel - 2, finding.id,
                              rule == nullptr || rule->links.empty() ? "" : "    ",
                              rule == nullptr ? "" : rule->links);
  }
  text += fmt::format("  {:<{}}gordian show {}{}\n", "more", kLabel - 2, finding.fingerprint, more);
  const std::string explain = fmt::format("gordian explain {}", finding.id);
  const bool hasLinks = rule != nullptr && !rule->links.empty();
  return text + fmt::format("  {:<{}}{}{}{}\n", "", kLabel - 2, explain, hasLinks ? "    " : "",
                            hasLinks ? rule->links : "");
}

std::string advice(const Finding& finding, const std::string& more) {
  const std::string seen = times(finding);
  std::string text =
      labelled("confidence", fmt::format("{}: {}.{}{}", wordOf(finding.confidence), finding.reason,
                                         seen.empty() ? "" : "  ", seen));
  return text + seenIn(finding) + pointers(finding, more);
}

}  // namespace gordian::cli
