#include "hang_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "../report/build.hpp"
#include "../report/printable.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using recording::Hang;
using recording::Recording;
using recording::Waiter;

using ProcessKey = std::pair<std::uint32_t, std::uint64_t>;  // pid, startedNs

std::set<ProcessKey> processesOf(const Hang& hang) {
  std::set<ProcessKey> processes;
  for (const Waiter& waiter : hang.waiters) processes.emplace(waiter.pid, waiter.startedNs);
  return processes;
}

std::vector<Recording> recordingsOf(const Hang& hang, const fs::path& folder) {
  const auto processes = processesOf(hang);
  std::vector<Recording> recordings;
  for (const auto& [pid, startedNs] : processes) {
    const fs::path file = folder / fmt::format("{}-{}.gdr", pid, startedNs);
    std::error_code error;
    if (!fs::is_regular_file(file, error)) continue;
    try {
      for (Recording& recording : recording::read(file))
        if (recording.pid == pid && recording.startedNs == startedNs)
          recordings.push_back(std::move(recording));
    } catch (const recording::RecordingError&) {
      continue;  // then it is told without names; the report at the end says why
    }
  }
  Recording told;
  told.pid = hang.waiters.front().pid;
  told.startedNs = hang.waiters.front().startedNs;
  told.hangs = {hang};
  recordings.push_back(std::move(told));
  return recordings;
}

// What is true without any name.
std::string plainText(const Hang& hang) {
  std::string text = fmt::format("unknown:0:0: error: {} of {} threads can never continue [GD{}]\n",
                                 hang.waiters.size(), hang.threads, hang.rule);
  for (const Waiter& waiter : hang.waiters)
    text += fmt::format("  thread {} '{}' of process {} waits for 0x{:x}\n", waiter.tid,
                        printable(waiter.name), waiter.pid, waiter.address);
  return text;
}

}  // namespace

HangReport reportHang(const Hang& hang, const fs::path& folder, const TextOptions& options) {
  Report report = buildReport(recordingsOf(hang, folder), namesFromSymbols());
  std::erase_if(report.findings, [](const Finding& finding) { return !finding.hang; });
  if (report.findings.empty()) return {plainText(hang), fmt::format("GD{}", hang.rule), {}};
  HangReport told;
  report = printable(report);
  for (const Finding& finding : report.findings) {
    told.text += renderFinding(finding, options);
    if (!options.quiet) told.text += "\n";
    told.fingerprints.push_back(finding.fingerprint);
  }
  const Finding& first = report.findings.front();
  told.name = fmt::format("{} {}", first.id, first.fingerprint);
  return told;
}

}  // namespace gordian::cli
