#include <fmt/format.h>

#include <set>

#include "formats.hpp"
#include "printable.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kMaxDeeds = 200;

std::string dotString(std::string_view text) {
  std::string result = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') result += '\\';
    result += character;
  }
  return result + "\"";
}

// Threads and what they did to which lock, for findings that are no order of locks.
std::string deedsOf(const Finding& finding, std::size_t number) {
  std::string text;
  std::size_t shown = 0;
  for (const Moment& moment : finding.moments) {
    if (!moment.lock || shown++ == kMaxDeeds) continue;
    text += fmt::format("    f{0}t{1} [shape=ellipse, label={2}];\n", number, moment.thread,
                        dotString(finding.threads[moment.thread].name));
    const bool isWait = moment.what.starts_with("waits");
    const std::string arrow =
        isWait ? fmt::format("f{0}t{1} -> f{0}l{2}", number, moment.thread, *moment.lock)
               : fmt::format("f{0}l{2} -> f{0}t{1}", number, moment.thread, *moment.lock);
    text += fmt::format("    {} [color=red, label={}];\n", arrow,
                        dotString(moment.what + " " + shortSite(moment.at.site())));
  }
  return text;
}

std::string edgesOf(const Finding& finding, std::size_t number, bool isRuledOut) {
  std::string text;
  const auto node = [&](std::size_t lock) { return fmt::format("f{}l{}", number, lock); };
  for (std::size_t lock = 0; lock < finding.locks.size(); ++lock)
    text += fmt::format("    {} [label={}];\n", node(lock), dotString(finding.locks[lock].name));
  for (const Edge& edge : finding.edges) {
    const std::string label = fmt::format(
        "{}: {} then {}{}", finding.threads[edge.thread].name, shortSite(edge.heldAt.site()),
        shortSite(edge.acquiredAt.site()), edge.count > 0 ? fmt::format(", {}x", edge.count) : "");
    const char* const style = isRuledOut                             ? "color=gray"
                              : edge.mode == lockgraph::Mode::Shared ? "color=red, style=dotted"
                                                                     : "color=red";
    text += fmt::format("    {} -> {} [{}, label={}];\n", node(edge.held), node(edge.acquired),
                        style, dotString(label));
  }
  return text + deedsOf(finding, number);
}

}  // namespace

std::string renderDot(const Report& original) {
  const Report report = printable(original);
  std::string text =
      "// An arrow between locks: the one at its head was asked for while the one at its tail was "
      "held.\n"
      "// From a thread (an oval) to what it waits for; from a lock to the thread that has to do "
      "with it.\n"
      "digraph lock_order {\n  node [shape=box];\n";
  std::size_t number = 0;
  const auto add = [&](const Finding& finding, bool isRuledOut) {
    const std::string title = isRuledOut ? "ruled out: " + finding.reason : finding.message;
    text += fmt::format("  subgraph cluster_{} {{\n    label={};\n{}  }}\n", number,
                        dotString(fmt::format("{} {}: {}", finding.id, finding.fingerprint, title)),
                        edgesOf(finding, number, isRuledOut));
    ++number;
  };
  for (const Finding& finding : report.findings) add(finding, false);
  for (const Finding& finding : report.ruledOut) add(finding, true);
  return text + "}\n";
}

}  // namespace gordian::cli
