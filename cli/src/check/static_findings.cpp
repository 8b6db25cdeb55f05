#include "static_findings.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "../report/finding_list.hpp"
#include "../report/fingerprint.hpp"
#include "../report/reasons.hpp"
#include "../report/rules.hpp"

namespace gordian::cli {
namespace {

SourceFrame frameOf(const analyzer::SourcePoint& point) {
  SourceFrame frame;
  frame.function = point.function;
  frame.file = point.file;
  frame.line = point.line;
  frame.column = point.column;
  frame.user = true;
  return frame;
}

Evidence evidenceOf(const analyzer::CallPath& path) {
  Evidence evidence;
  for (const analyzer::SourcePoint& point : path) evidence.frames.push_back(frameOf(point));
  if (evidence.frames.empty()) evidence.frames.emplace_back();
  return evidence;
}

Edge edgeOf(const analyzer::FoundEdge& found) {
  Edge edge;
  edge.held = found.held;
  edge.acquired = found.acquired;
  edge.thread = found.thread;
  edge.heldMode = found.heldMode;
  edge.mode = found.mode;
  edge.heldAt = evidenceOf(found.heldAt);
  edge.acquiredAt = evidenceOf(found.acquiredAt);
  return edge;
}

Access accessOf(const analyzer::FoundAccess& found) {
  Access access;
  access.isWrite = found.isWrite;
  access.threads = found.threads;
  for (const analyzer::FoundHold& hold : found.held)
    access.held.push_back({hold.lock, hold.mode, {}});
  access.at = evidenceOf(found.at);
  return access;
}

}  // namespace

Finding findingOf(const analyzer::Found& found) {
  Finding finding;
  finding.id = found.id;
  if (const Rule* rule = findRule(found.id)) finding.rule = rule->slug;
  finding.origin = Origin::Static;
  finding.confidence = finding.verdict = found.confidence;
  finding.decidedBy = found.decidedBy;
  finding.message = found.message;
  finding.story = found.story;
  finding.help = found.help;
  finding.object = found.object.empty() ? found.symbol : found.object;
  finding.declared = frameOf(found.declared);
  finding.survived = false;
  for (const analyzer::FoundLock& lock : found.locks)
    finding.locks.push_back({lock.name, lock.className, frameOf(lock.declared)});
  for (const analyzer::FoundThread& thread : found.threads)
    finding.threads.push_back({thread.name, 0, frameOf(thread.created)});
  for (const analyzer::FoundEdge& edge : found.edges) finding.edges.push_back(edgeOf(edge));
  for (const analyzer::FoundAccess& access : found.accesses)
    finding.accesses.push_back(accessOf(access));
  for (const analyzer::FoundNote& note : found.notes)
    finding.notes.push_back({note.text, evidenceOf(note.at)});
  // A cycle is where its last lock is asked for, as one that was observed is.
  if (finding.edges.empty()) finding.place = evidenceOf(found.at);
  if (finding.message.empty()) finding.message = messageOf(finding);
  finding.reason = found.reason.empty() ? reasonOf(finding, {}) : found.reason;
  finding.fingerprint = fingerprintOf(finding);
  return finding;
}

void FindingCollector::found(analyzer::Found found) {
  told_.push_back(findingOf(found));
}

void FindingCollector::finish() {
  // Of what has one fingerprint the first stands for all.
  const auto key = [](const Finding& finding) {
    const SourceFrame& at = finding.location();
    return std::tuple(-static_cast<int>(finding.verdict), std::string_view(at.file), at.line,
                      at.column, std::string_view(finding.message),
                      std::string_view(finding.reason));
  };
  std::stable_sort(told_.begin(), told_.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  for (Finding& finding : told_) {
    const bool isRuledOut = finding.verdict == Confidence::RuledOut;
    addFinding(isRuledOut ? report_.ruledOut : report_.findings, std::move(finding));
  }
  told_.clear();
  sortFindings(report_.findings);
  sortFindings(report_.ruledOut);
}

}  // namespace gordian::cli
