// gordian attach: what a running process waits for, looked at from outside.
#include <fmt/format.h>
#include <gordian/recording/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "../live/decide.hpp"
#include "../live/processes.hpp"
#include "../outside/attached_board.hpp"
#include "../outside/board_holds.hpp"
#include "../outside/describe_process.hpp"
#include "../outside/look_outside.hpp"
#include "../outside/tree.hpp"
#include "../report/build.hpp"
#include "../report/collect.hpp"
#include "../report/errors.hpp"
#include "../report/formats.hpp"
#include "../report/hang_text.hpp"
#include "../report/printable.hpp"
#include "../report/text.hpp"
#include "../report/text_parts.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// Between the two looks that must agree.
constexpr milliseconds kApart{250};

struct AttachOptions {
  std::string pid;
  std::vector<std::string> reports;
};

std::uint32_t pidIn(const std::string& word) {
  std::uint32_t pid = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), pid);
  if (error != std::errc() || end != word.data() + word.size() || pid == 0 || pid > INT32_MAX)
    throw UsageError(fmt::format("attach: '{}' is not the id of a process", word));
  return pid;
}

outside::ProcessView requireProcess(std::uint32_t pid) {
  auto process = outside::viewOf(pid);
  if (!process) throw UsageError(fmt::format("attach: there is no process {}", pid));
  if (process->isZombie())
    throw UsageError(
        fmt::format("attach: process {} ({}) has ended; only its status is left, for process {} "
                    "to ask for it (waitpid)",
                    pid, process->stat.name, process->stat.parent));
  if (!process->isReadable)
    throw UsageError(fmt::format("attach: process {} ({}) may not be looked at: {}", pid,
                                 process->stat.name, process->hidden));
  return std::move(*process);
}

bool isSame(const outside::SceneTask& a, const outside::SceneTask& b) {
  return a.view.isUnchanged(b.view) && a.futex == b.futex;
}

// Of two looks: the hangs of the later one whose tasks stood still since the earlier one.
std::vector<outside::OutsideHang> confirmed(outside::Scene& before, outside::Scene& now) {
  std::vector<outside::OutsideHang> sure;
  const auto earlier = hangsIn(before, true);
  if (earlier.empty()) return sure;
  for (auto& hang : hangsIn(now, true)) {
    const bool isSure = std::all_of(hang.core.begin(), hang.core.end(), [&](std::size_t task) {
      const auto& one = now.tasks()[task];
      return std::any_of(before.tasks().begin(), before.tasks().end(),
                         [&](const auto& other) { return isSame(other, one); });
    });
    if (isSure) sure.push_back(std::move(hang));
  }
  return sure;
}

class Attach {
 public:
  explicit Attach(AttachOptions options)
      : options_(std::move(options)), pid_(pidIn(options_.pid)) {}

  int execute() {
    for (const std::string& file : options_.reports) requireFormat(file);
    const outside::ProcessView process = requireProcess(pid_);
    board_ = outside::AttachedBoard::of(pid_, whyNoBoard_);
    std::optional<SystemProcesses> system;
    std::optional<Decider> decider;
    if (board_) {
      system.emplace(board_->inode());
      decider.emplace(board_->data(), *system);
      decider->look();
    }
    outside::Scene before(outside::treeOf(pid_));
    before.parties(outside::Scene::Look::Thorough);
    std::this_thread::sleep_for(kApart);
    outside::Scene now(outside::treeOf(pid_));
    now.parties(outside::Scene::Look::Thorough);
    if (now.processes().empty())
      throw UsageError(fmt::format("attach: process {} has ended meanwhile", pid_));
    std::vector<recording::Hang> hangs;
    if (decider)
      for (Candidate& candidate : decider->look())
        if (candidate.isConfirmed) hangs.push_back(std::move(candidate.hang));
    const bool isByBoard = !hangs.empty();
    for (const auto& hang : confirmed(before, now))
      if (hang.rule != 201 || !isByBoard) hangs.push_back(valueOf(now, hang, kApart));
    put(STDOUT_FILENO, processText(process, now));
    return tell(std::move(hangs));
  }

 private:
  std::string processText(const outside::ProcessView& process, outside::Scene& scene) const {
    std::string text =
        fmt::format("process {} ({}), {} {}", pid_, printable(process.stat.name),
                    process.tasks.size(), process.tasks.size() == 1 ? "thread" : "threads");
    if (board_)
      text += fmt::format(", watched by gordian run (process {})", board_->watcher());
    else
      text += ", looked at from outside";
    text += "\n\n";
    const auto holds = board_ ? outside::holdsOnBoard(*board_, scene, 0) : outside::Holds();
    text += threadsText(scene, 0, holds);
    if (!whyNoBoard_.empty()) text += fmt::format("  note        {}\n", printable(whyNoBoard_));
    if (process.isForeign)
      text +=
          "  note        a program of another word size: what its calls wait for is not known\n";
    if (!board_) text += limitsText(scene, 0);
    return text + "\n";
  }

  // Names of locks are in the recording of the run.
  std::vector<recording::Recording> recordingsOf(const recording::Hang& hang) const {
    std::vector<recording::Recording> recordings;
    const auto folder = outside::variableOf(pid_, "GORDIAN_OUT");
    for (const auto& waiter : hang.waiters) {
      const bool isThere = std::any_of(recordings.begin(), recordings.end(),
                                       [&](const auto& one) { return one.pid == waiter.pid; });
      if (isThere || !folder || !fs::path(*folder).is_absolute() || waiter.startedNs == 0) continue;
      const fs::path file =
          fs::path(*folder) / fmt::format("{}-{}.gdr", waiter.pid, waiter.startedNs);
      Collected collected = collect({file});
      for (auto& one : collected.recordings) recordings.push_back(std::move(one));
    }
    return recordings;
  }

  int tell(std::vector<recording::Hang> hangs) {
    std::vector<recording::Recording> recordings;
    for (recording::Hang& hang : hangs) {
      for (auto& one : recordingsOf(hang)) recordings.push_back(std::move(one));
      recording::Recording told;
      told.pid = hang.waiters.front().pid;
      told.startedNs = hang.waiters.front().startedNs;
      hang.action = recording::kHangReport;
      told.hangs = {std::move(hang)};
      recordings.push_back(std::move(told));
    }
    Report report = buildReport(std::move(recordings), namesFromSymbols());
    std::erase_if(report.findings, [](const Finding& finding) { return !finding.hang; });
    report = printable(std::move(report));
    for (const Finding& finding : report.findings)
      put(STDOUT_FILENO, headline(finding) + "\n\n" + sentence(finding) + "\n" +
                             ringPicture(finding) + "\n" + hangRows(finding) + "\n" +
                             labelled("proof", finding.reason) +
                             labelled("more", "gordian explain " + finding.id) + "\n");
    if (report.findings.empty()) put(STDOUT_FILENO, "no deadlock found\n");
    for (const std::string& file : options_.reports) writeReport(report, file);
    return report.findings.empty() ? kClean : kHasFindings;
  }

  AttachOptions options_;
  std::uint32_t pid_;
  std::unique_ptr<outside::AttachedBoard> board_;
  std::string whyNoBoard_;
};

}  // namespace

Action addAttach(CLI::App& app) {
  auto options = std::make_shared<AttachOptions>();
  CLI::App* const attach =
      app.add_subcommand("attach", "What the threads of a running process wait for");
  attach->footer(
      "Looks at the process from outside and changes nothing. Status 0: nothing found; 1: threads\n"
      "or processes that can never continue; 2: no such process, or it may not be looked at.");
  attach->add_option("PID", options->pid, "The process")->required();
  attach
      ->add_option("--report", options->reports,
                   "Write a report; format by ending: .json .sarif .txt .md .dot; repeatable")
      ->type_name("FILE")
      ->expected(1)
      ->allow_extra_args(false)
      ->take_all();
  return [options] { return Attach(*options).execute(); };
}

}  // namespace gordian::cli
