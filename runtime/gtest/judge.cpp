#include "judge.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "command.hpp"

namespace gordian::gtest {
namespace {

using lockgraph::Analysis;
using lockgraph::Confidence;
using lockgraph::Cycle;
using lockgraph::CycleEdge;
using lockgraph::LockId;
using lockgraph::Trace;
using recording::Recording;

std::string classOf(const Recording& recording, LockId lock) {
  return std::to_string(recording.trace.locks[static_cast<std::size_t>(lock)].lockClass);
}

// Equal for cycles over the same lock classes; the smallest of its rotations.
std::string keyOf(const Recording& recording, const Cycle& cycle) {
  std::string smallest;
  for (std::size_t turn = 0; turn < cycle.edges.size(); ++turn) {
    std::string text;
    for (std::size_t i = 0; i < cycle.edges.size(); ++i) {
      text += classOf(recording, cycle.edges[(turn + i) % cycle.edges.size()].held) + ">";
    }
    if (smallest.empty() || text < smallest) smallest = text;
  }
  return std::to_string(static_cast<int>(cycle.confidence)) + ":" + smallest;
}

// Only used without the command, which knows the configuration file too.
Confidence leastThatFails() {
  const char* level = std::getenv("GORDIAN_FAIL_ON");
  const std::string text = level == nullptr ? "" : level;
  if (text == "possible") return Confidence::Possible;
  if (text == "proven") return Confidence::Proven;
  return Confidence::Likely;
}

bool neverFails() {
  const char* level = std::getenv("GORDIAN_FAIL_ON");
  return level != nullptr && std::strcmp(level, "never") == 0;
}

std::string lockText(const Recording& recording, LockId lock) {
  char address[32];
  std::snprintf(
      address, sizeof address, "0x%llx",
      static_cast<unsigned long long>(recording.lockInfo[static_cast<std::size_t>(lock)].address));
  return "lock #" + std::to_string(static_cast<std::uint32_t>(lock)) + " at " + address;
}

// `why` there are no names.
Finding plainFinding(const Recording& recording, const std::string& why,
                     const std::string& message) {
  Finding finding;
  finding.fingerprint = message;
  finding.text = "gordian: " + message + "\n  " + why +
                 "; where it works, type:" + "\n  gordian report " + recording.file.string();
  return finding;
}

LockId heldIn(const Trace& trace, const lockgraph::HeldWait& found) {
  return trace.waits[found.wait].held[found.held].lock;
}

std::vector<Finding> plainFindings(const Recording& recording, const Trace& trace,
                                   const Analysis& analysis, const std::string& why) {
  std::vector<Finding> findings;
  if (neverFails()) return findings;
  for (const Cycle& cycle : analysis.cycles) {
    if (cycle.confidence < leastThatFails()) continue;
    std::string locks;
    for (const CycleEdge& edge : cycle.edges) locks += lockText(recording, edge.held) + " -> ";
    locks += lockText(recording, cycle.edges.front().held);
    findings.push_back(plainFinding(recording, why, "potential deadlock " + locks + " [GD101]"));
  }
  for (const auto& twice : analysis.doubleLocks) {
    findings.push_back(plainFinding(recording, why,
                                    lockText(recording, twice.lock) +
                                        " is taken twice by one thread " +
                                        (twice.isUpgrade ? "[GD103]" : "[GD102]")));
  }
  for (const auto& found : analysis.heldWaits) {
    if (found.confidence < leastThatFails()) continue;
    const bool isJoin = trace.waits[found.wait].kind == lockgraph::Meeting::Thread;
    findings.push_back(plainFinding(recording, why,
                                    lockText(recording, heldIn(trace, found)) +
                                        " is held while waiting for a thread that needs it " +
                                        (isJoin ? "[GD105]" : "[GD104]")));
  }
  return findings;
}

}  // namespace

std::vector<Finding> Judge::newFindings(const Recording& recording, const Trace& trace,
                                        const std::vector<std::string>& span) {
  const Analysis analysis = lockgraph::analyse(trace);
  bool isNew = false;
  for (const Cycle& cycle : analysis.cycles) {
    if (cycle.confidence == Confidence::RuledOut) continue;
    isNew = known_.insert(keyOf(recording, cycle)).second || isNew;
  }
  for (const auto& twice : analysis.doubleLocks) {
    isNew = known_.insert("twice:" + classOf(recording, twice.lock)).second || isNew;
  }
  for (const auto& found : analysis.heldWaits) {
    if (found.confidence == Confidence::RuledOut) continue;
    isNew = known_.insert("wait:" + classOf(recording, heldIn(trace, found))).second || isNew;
  }
  if (!isNew) return {};

  std::vector<std::string> arguments{"report", "--at-test", recording.file.string()};
  arguments.insert(arguments.end(), span.begin(), span.end());
  const auto text = command_.empty() ? std::nullopt : outputOf(command_, arguments);
  const std::string why = command_.empty()
                              ? "the command gordian is not beside the runtime (set GORDIAN_HOME)"
                              : command_ + " failed";
  auto all = text ? parseFindings(*text) : plainFindings(recording, trace, analysis, why);
  std::erase_if(
      all, [&](const Finding& finding) { return !reported_.insert(finding.fingerprint).second; });
  return all;
}

// Null: nothing that was added can change a verdict.
const Recording* Judge::grown(const std::string& recordingFile) {
  if (!growing_ || file_ != recordingFile) {
    file_ = recordingFile;
    growing_.emplace(recordingFile);
  }
  return growing_->update() ? &growing_->recording() : nullptr;
}

std::vector<Finding> Judge::afterTest(const std::string& recordingFile, const std::string& name) {
  const Recording* recording = grown(recordingFile);
  if (recording == nullptr) return {};
  const auto test = std::find_if(recording->tests.rbegin(), recording->tests.rend(),
                                 [&](const recording::Test& one) { return one.name == name; });
  if (test == recording->tests.rend()) return {};
  return newFindings(*recording,
                     recording::traceBetween(*recording, test->begin, test->end, growing_->seen()),
                     {"--between", std::to_string(test->begin) + ":" + std::to_string(test->end)});
}

std::vector<Finding> Judge::afterAll(const std::string& recordingFile) {
  const Recording recording = recording::read(recordingFile).at(0);
  return newFindings(recording, recording.trace, {});
}

}  // namespace gordian::gtest
