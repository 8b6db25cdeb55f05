#include "printable.hpp"

#include <algorithm>

namespace gordian::cli {
namespace {

// Length of the well-formed UTF-8 sequence at the begin of `text`, or 0.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  std::size_t length = 0;
  if (byte(0) >= 0xc2 && byte(0) < 0xe0) length = 2;
  if (byte(0) >= 0xe0 && byte(0) < 0xf0) length = 3;
  if (byte(0) >= 0xf0 && byte(0) < 0xf5) length = 4;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  if (byte(0) == 0xe0 && byte(1) < 0xa0) return 0;
  if (byte(0) == 0xf0 && byte(1) < 0x90) return 0;
  return length;
}

// C0 and C1 controls, line and paragraph separators, direction marks and overrides.
bool isUnsafe(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7f;
  const auto second = static_cast<unsigned char>(sequence[1]);
  if (sequence.size() == 2)
    return (first == 0xc2 && second < 0xa0) || (first == 0xd8 && second == 0x9c);
  if (sequence.size() != 3 || first != 0xe2) return false;
  const auto third = static_cast<unsigned char>(sequence[2]);
  if (second == 0x80) return third >= 0x8b && third <= 0xae && (third <= 0x8f || third >= 0xa8);
  return second == 0x81 && third >= 0xa0 && third <= 0xaf;
}

void clean(std::string& text) {
  text = printable(text);
}

void clean(SourceFrame& frame) {
  clean(frame.function);
  clean(frame.file);
  clean(frame.module);
}

void clean(Evidence& evidence) {
  for (SourceFrame& frame : evidence.frames) clean(frame);
}

void clean(HangFacts& hang) {
  for (Waiting& waiting : hang.waiting) {
    clean(waiting.waitsFor);
    clean(waiting.awaitedClass);
    clean(waiting.because);
    clean(waiting.at);
    for (Holding& holding : waiting.holds) clean(holding.at);
  }
}

void clean(Finding& finding) {
  clean(finding.reason);
  clean(finding.message);
  for (Lock& lock : finding.locks) {
    clean(lock.name);
    clean(lock.className);
    clean(lock.created);
  }
  for (Thread& thread : finding.threads) {
    clean(thread.name);
    clean(thread.created);
  }
  for (Edge& edge : finding.edges) {
    clean(edge.heldAt);
    clean(edge.acquiredAt);
    for (std::string& test : edge.tests) clean(test);
    if (edge.ofRun) clean(edge.ofRun->part);
  }
  for (Run& run : finding.runs)
    for (std::string& word : run.command) clean(word);
  clean(finding.story);
  clean(finding.help);
  for (Moment& moment : finding.moments) {
    clean(moment.what);
    clean(moment.how);
    clean(moment.at);
  }
  if (finding.hang) clean(*finding.hang);
  clean(finding.object);
  clean(finding.declared);
  clean(finding.place);
  for (Access& access : finding.accesses) {
    clean(access.at);
    for (Holding& holding : access.held) clean(holding.at);
  }
  for (Note& note : finding.notes) {
    clean(note.text);
    clean(note.at);
  }
  if (finding.suppression) clean(finding.suppression->reason);
  for (std::string& test : finding.tests) clean(test);
}

void clean(Statistics& statistics) {
  for (ProcessStats& process : statistics.processes) clean(process.name);
  for (ThreadStats& thread : statistics.threads) clean(thread.name);
  for (LockStats& lock : statistics.locks) {
    clean(lock.name);
    clean(lock.className);
    clean(lock.longestHoldAt);
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
    if (sequence == "\t")
      result += ' ';
    else if (length == 0 || isUnsafe(sequence))
      result += '?';
    else
      result += sequence;
    text.remove_prefix(sequence.size());
  }
  return result;
}

Report printable(Report report) {
  for (std::string& word : report.command) clean(word);
  for (std::string& note : report.coverage.notes) clean(note);
  for (std::string& warning : report.coverage.warnings) clean(warning);
  for (std::string& blind : report.coverage.blind) clean(blind);
  for (auto* list : {&report.findings, &report.ruledOut, &report.suppressed, &report.known})
    for (Finding& finding : *list) clean(finding);
  for (GoneFinding& gone : report.gone) {
    clean(gone.id);
    clean(gone.fingerprint);
    clean(gone.message);
  }
  if (report.statistics) clean(*report.statistics);
  clean(report.recordings);
  return report;
}

std::size_t widthOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char character) {
    return (static_cast<unsigned char>(character) & 0xc0) != 0x80;
  }));
}

std::string shortened(std::string_view text, std::size_t width) {
  if (widthOf(text) <= width) return std::string(text);
  constexpr std::string_view kGap = "...";
  if (width <= kGap.size()) return std::string(kGap.substr(0, width));
  const std::size_t kept = width - kGap.size();
  const std::size_t tail = kept / 2;
  std::string result;
  std::size_t column = 0;
  const std::size_t all = widthOf(text);
  bool isGapDone = false;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = at + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0) == 0x80) ++next;
    if (column < kept - tail || column >= all - tail) {
      result += text.substr(at, next - at);
    } else if (!isGapDone) {
      result += kGap;
      isGapDone = true;
    }
    ++column;
    at = next;
  }
  return result;
}

}  // namespace gordian::cli
