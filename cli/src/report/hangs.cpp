#include "hangs.hpp"

#include <fmt/format.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "fingerprint.hpp"
#include "foretold.hpp"
#include "hang_names.hpp"
#include "hang_words.hpp"
#include "rules.hpp"

namespace gordian::cli {
namespace {

using recording::Hang;
using recording::Recording;
using recording::Waiter;

constexpr std::size_t kMaxWaiting = 1000;
constexpr std::size_t kMaxMoments = 60;
constexpr std::size_t kMaxHolds = 64;  // of one thread; those that others wait for are always told

Waiting::Role roleOf(const Waiter& waiter) {
  if (waiter.role == recording::kWaiterInCycle) return Waiting::Role::InCycle;
  if (waiter.role == recording::kWaiterOwnerGone) return Waiting::Role::OwnerGone;
  return waiter.waitsFor == recording::kNoWaiter ? Waiting::Role::Stalled : Waiting::Role::Behind;
}

// Indices of the waiters by process and number of the thread: the same from run to run.
std::vector<std::size_t> byThread(const Hang& hang) {
  std::vector<std::size_t> order(hang.waiters.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Waiter& one = hang.waiters[a];
    const Waiter& other = hang.waiters[b];
    return std::tuple(one.pid, one.thread) < std::tuple(other.pid, other.thread);
  });
  return order;
}

// The cycle along its arrows, then owners that are gone, those whom nobody will wake, the rest.
std::vector<std::size_t> orderOf(const Hang& hang) {
  std::vector<std::size_t> order;
  std::vector<bool> isPlaced(hang.waiters.size());
  const std::vector<std::size_t> starts = byThread(hang);
  for (const std::size_t start : starts)
    for (std::size_t at = start; at < hang.waiters.size() && !isPlaced[at] &&
                                 roleOf(hang.waiters[at]) == Waiting::Role::InCycle;
         at = hang.waiters[at].waitsFor) {
      isPlaced[at] = true;
      order.push_back(at);
    }
  for (const auto role : {Waiting::Role::OwnerGone, Waiting::Role::Stalled, Waiting::Role::Behind})
    for (const std::size_t i : starts)
      if (!isPlaced[i] && roleOf(hang.waiters[i]) == role) order.push_back(i);
  return order;
}

Waiting waitingOf(HangNames& names, const Waiter& waiter) {
  Waiting waiting;
  waiting.thread = names.thread(waiter);
  waiting.tid = waiter.tid;
  waiting.role = roleOf(waiter);
  waiting.at = names.waitsAt(waiter);
  if (waiting.role != Waiting::Role::OwnerGone) {
    waiting.lock = names.awaitedLock(waiter);
    waiting.waitsFor = names.awaited(waiter);
    waiting.awaitedClass = names.awaitedClass(waiter);
    waiting.because = waiter.told.because;
  }
  for (const auto& hold : waiter.held) {
    if (waiting.holds.size() >= kMaxHolds && !names.isAwaited(waiter, hold)) continue;
    Holding holding;
    holding.lock = names.lock(waiter, hold);
    holding.mode = hold.mode == 0 ? lockgraph::Mode::Exclusive : lockgraph::Mode::Shared;
    holding.at = names.tookAt(waiter, hold);
    waiting.holds.push_back(std::move(holding));
  }
  return waiting;
}

void addMoments(Finding& finding) {
  for (const Waiting& waiting : finding.hang->waiting) {
    if (finding.moments.size() >= kMaxMoments) return;
    Moment moment;
    moment.thread = waiting.thread;
    moment.lock = waiting.lock;
    moment.at = waiting.at;
    moment.step = 2;
    const bool isLock = waiting.lock && waiting.waitsFor == finding.locks[*waiting.lock].name;
    moment.what = isLock ? "waits for" : "waits for " + waiting.waitsFor;
    if (!isLock) moment.lock.reset();
    if (waiting.role != Waiting::Role::OwnerGone) finding.moments.push_back(moment);
    for (const Holding& holding : waiting.holds) {
      const bool isAwaited =
          std::any_of(finding.hang->waiting.begin(), finding.hang->waiting.end(),
                      [&](const Waiting& one) { return one.lock == holding.lock; });
      if (!isAwaited) continue;
      moment.lock = holding.lock;
      moment.what = "holds";
      moment.at = holding.at;
      moment.step = 1;
      finding.moments.push_back(moment);
    }
  }
}

}  // namespace

Finding hangFinding(const RecordingsOfHang& recordings, const NamesFor& namesFor,
                    const std::vector<Prediction>& predictions, const Hang& hang) {
  Finding finding;
  finding.id = fmt::format("GD{}", hang.rule);
  if (const Rule* rule = findRule(finding.id)) finding.rule = rule->slug;
  finding.hang.emplace();
  HangFacts& facts = *finding.hang;
  facts.threads = hang.threads;
  facts.unchangedMs = hang.unchangedMs;
  facts.action = actionWord(hang.action);
  HangNames names(recordings, namesFor, hang, finding);
  auto order = orderOf(hang);
  facts.unlisted = hang.missing;
  if (order.size() > kMaxWaiting) {
    facts.unlisted += order.size() - kMaxWaiting;
    order.resize(kMaxWaiting);
  }
  for (const std::size_t i : order) {
    facts.waiting.push_back(waitingOf(names, hang.waiters[i]));
    finding.processes.push_back(hang.waiters[i].pid);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto next = std::find(order.begin(), order.end(), hang.waiters[order[i]].waitsFor);
    if (next != order.end()) facts.waiting[i].next = static_cast<std::size_t>(next - order.begin());
  }
  std::sort(finding.processes.begin(), finding.processes.end());
  finding.processes.erase(std::unique(finding.processes.begin(), finding.processes.end()),
                          finding.processes.end());
  facts.prediction = foretold(names, hang, facts, order, predictions);
  addMoments(finding);
  if (const auto at = names.recordingOf(hang.waiters.front()))
    for (const auto& test : recordings.at(*at)->tests)
      if (test.begin <= hang.seen && hang.seen <= test.end) finding.tests.push_back(test.name);
  std::sort(finding.tests.begin(), finding.tests.end());
  finding.verdict = finding.confidence = Confidence::Proven;
  finding.survived = false;
  finding.message = hangMessage(finding);
  finding.story = hangStory(finding);
  finding.help = hangHelp(finding);
  finding.reason = hangReason(facts);
  finding.fingerprint = fingerprintOf(finding);
  return finding;
}

}  // namespace gordian::cli
