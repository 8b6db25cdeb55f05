// gordian show: both stacks of every edge, with nothing folded.
#include <fmt/format.h>

#include "printable.hpp"
#include "reasons.hpp"
#include "seen_in.hpp"
#include "text.hpp"
#include "text_parts.hpp"

namespace gordian::cli {
namespace {

std::string place(const SourceFrame& frame) {
  if (!frame.file.empty()) {
    const std::string column = frame.column > 0 ? fmt::format(":{}", frame.column) : "";
    return fmt::format("{}:{}{}", displayPath(frame.file), frame.line, column);
  }
  if (!frame.module.empty()) return fmt::format("{}+0x{:x}", frame.module, frame.offset);
  return "unknown place";
}

std::string stackLines(const Evidence& evidence) {
  std::string text;
  int number = 0;
  for (const SourceFrame& frame : evidence.frames)
    text += fmt::format(
        "      #{:<3} {}{}  {}{}\n", number++, frame.function.empty() ? "?" : frame.function,
        frame.inlined ? " (inlined)" : "", place(frame), frame.user ? "" : "  [library]");
  if (evidence.frames.empty()) text += "      no stack was recorded\n";
  if (!evidence.complete) text += "      (outer frames are missing)\n";
  return text;
}

std::string created(const char* kind, const std::string& name, const std::string& extra,
                    const SourceFrame& at) {
  std::string text = fmt::format("  {} {}{}", kind, name, extra);
  if (!at.file.empty() || !at.module.empty()) text += fmt::format("   created {}", place(at));
  return text + "\n";
}

std::string hangEvidence(const Finding& finding) {
  std::string text;
  for (const Waiting& waiting : finding.hang->waiting) {
    const std::string& who = finding.threads[waiting.thread].name;
    if (waiting.role == Waiting::Role::OwnerGone)
      text += fmt::format("\n{} has ended\n", who);
    else
      text += fmt::format("\n{} (tid {}, {}) waits for {} at\n{}", who, waiting.tid,
                          wordOf(waiting.role), waiting.waitsFor, stackLines(waiting.at));
    for (const Holding& holding : waiting.holds)
      text += fmt::format("    it holds {} ({}), acquired at\n{}", finding.locks[holding.lock].name,
                          holding.mode == lockgraph::Mode::Shared ? "shared" : "exclusive",
                          stackLines(holding.at));
  }
  if (finding.hang->unlisted > 0)
    text += fmt::format("\n{} more are not listed\n", finding.hang->unlisted);
  return text;
}

}  // namespace

std::string renderEvidence(const Finding& finding) {
  std::string text = "locks and threads\n";
  for (const Lock& lock : finding.locks)
    text +=
        created("lock  ", lock.name, fmt::format("   (class {})", lock.className), lock.created);
  for (const Thread& thread : finding.threads)
    text += created("thread", thread.name, fmt::format("   (process {})", thread.process),
                    thread.created);
  for (std::size_t run = 0; run < finding.runs.size(); ++run)
    text += fmt::format("  {}   {}, begun {}\n", runName(run), runWords(finding, run),
                        timeText(finding.runs[run].startedNs));
  for (const Edge& edge : finding.edges) {
    const std::string& thread = finding.threads[edge.thread].name;
    const auto mode = [](lockgraph::Mode value) {
      return value == lockgraph::Mode::Shared ? "shared" : "exclusive";
    };
    text += fmt::format("\n{} holds {} ({}) and asks for {} ({}), seen {}x\n", thread,
                        finding.locks[edge.held].name, mode(edge.heldMode),
                        finding.locks[edge.acquired].name, mode(edge.mode), edge.count);
    text += fmt::format("    {} was acquired at\n{}", finding.locks[edge.held].name,
                        stackLines(edge.heldAt));
    text += fmt::format("    {} is asked for at\n{}", finding.locks[edge.acquired].name,
                        stackLines(edge.acquiredAt));
  }
  if (finding.hang) text += hangEvidence(finding);
  for (const Moment& moment : finding.moments)
    if (!finding.hang)
      text += fmt::format("\n{} {} at\n{}", finding.threads[moment.thread].name,
                          deedOf(finding, moment), stackLines(moment.at));
  return text;
}

}  // namespace gordian::cli
