#include "attempts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "../commands/console.hpp"
#include "../report/build.hpp"
#include "../report/errors.hpp"
#include "../report/write_file.hpp"
#include "variation.hpp"

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kFirstPerturbed = 3;

// What the runs read from a file, each reads from its begin.
void rewindInput() {
  struct stat status {};
  if (fstat(STDIN_FILENO, &status) == 0 && S_ISREG(status.st_mode))
    lseek(STDIN_FILENO, 0, SEEK_SET);
}

// The plan, and beside it zeroed memory for what becomes of it.
std::string writePlan(const PlanDraft& draft, const fs::path& folder) {
  const std::string file = (folder / "attempt.plan").native();
  writeFile(file, planText(draft));
  writeFile(file + ".progress", std::string(sizeof(plan::Progress), '\0'));
  return file;
}

void addProgress(plan::Progress& sum, const fs::path& folder) {
  plan::Progress one{};
  const fs::path file = folder / "attempt.plan.progress";
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return;
  if (read(fd, &one, sizeof one) == static_cast<ssize_t>(sizeof one)) {
    for (std::size_t i = 0; i < plan::kMostPoints; ++i) {
      sum.reached[i] += one.reached[i];
      sum.paused[i] += one.paused[i];
    }
    sum.met += one.met;
    sum.isLoaded += one.isLoaded;
  }
  close(fd);
  std::error_code error;
  fs::remove(file, error);
}

bool hasReached(const plan::Progress& progress) {
  return std::any_of(std::begin(progress.reached), std::end(progress.reached),
                     [](std::uint32_t often) { return often != 0; });
}

bool isGood(int waitStatus) {
  return WIFEXITED(waitStatus) && WEXITSTATUS(waitStatus) == 0;
}

// What is to be run again as a test.
std::string savePlan(PlanDraft draft, const Target& target, const Finding& hang) {
  draft.remarks = {fmt::format("{} [{} {}]", target.message, draft.rule, draft.fingerprint),
                   fmt::format("happened as {} {} in this attempt", hang.id, hang.fingerprint),
                   "again: gordian provoke --plan FILE -- PROGRAM [ARGS...]"};
  const std::string name = draft.fingerprint + ".plan";
  const std::string file = (makeWorkFolder("plans") / name).native();
  writeFile(file, planText(draft));
  return ".gordian/plans/" + name;
}

}  // namespace

Series::Series(const Settings& settings, std::vector<std::string> command, std::string record,
               TextOptions text)
    : settings_(settings),
      command_(std::move(command)),
      record_(std::move(record)),
      text_(std::move(text)) {}

int Series::run(const std::string& name, RunWishes wishes, std::unique_ptr<ObservedRun>& done) {
  rewindInput();
  wishes.command = command_;
  wishes.text = text_;
  if (!record_.empty()) wishes.record = (fs::path(record_) / name).native();
  done = std::make_unique<ObservedRun>(settings_, std::move(wishes));
  if (const int status = done->execute()) return status;
  if (isGood(waitStatus_)) waitStatus_ = done->waitStatus();
  const HangOutcome hangs = done->hangs();
  hangs_.isFound |= hangs.isFound;
  hangs_.endedSome |= hangs.endedSome;
  hangs_.endedRoot |= hangs.endedRoot;
  said_.merge(done->said());
  done->removeIfEmpty();
  return 0;
}

Attempted attempt(Series& series, std::vector<Target>& targets, std::size_t at,
                  std::uint32_t attempts, std::uint64_t seed, const PlanDraft* saved) {
  Attempted result;
  const PlanDraft& plan = targets[at].plan;
  for (std::uint32_t number = 1; number <= attempts; ++number) {
    const PlanDraft draft =
        number == 1 && saved != nullptr ? *saved : attemptOf(plan, number, seed);
    RunWishes wishes;
    wishes.plan = [&](const fs::path& folder) { return writePlan(draft, folder); };
    // Pauses alone leave the order in which threads begin as it is.
    if (draft.attempt >= kFirstPerturbed)
      wishes.explore = std::to_string(draft.seed + draft.attempt);
    std::unique_ptr<ObservedRun> run;
    const std::string name = fmt::format("{}-{}", plan.fingerprint, number);
    result.cannotStart = series.run(name, std::move(wishes), run);
    if (result.cannotStart != 0) return result;
    ++result.attempts;
    addProgress(result.progress, run->folder().path);
    const bool isHung = run->hangs().isFound;
    result.isElsewhere = saved != nullptr && number == 1 && !isHung && !hasReached(result.progress);
    if (result.isElsewhere) {
      run->discard();
      return result;
    }
    // Nothing of what did not hang is told, unless nothing else was recorded.
    if (isHung || (number == attempts && series.kept.empty())) {
      const auto files = run->files();
      series.kept.insert(series.kept.end(), files.begin(), files.end());
    } else {
      run->discard();
    }
    if (!isHung) continue;
    const auto recordings = run->collected().recordings;
    const Report report = buildReport(recordings, namesFromSymbols());
    bool isExpected = false;
    for (Target& target : targets) {
      const Finding* hang = cameTrue(target, report, recordings);
      if (hang == nullptr) continue;
      isExpected = true;
      if (!target.provenBy.empty()) continue;
      target.hang = hang->fingerprint;
      target.provenBy = fmt::format("{} {}, attempt {} with seed {}", hang->id, hang->fingerprint,
                                    number, draft.seed);
      PlanDraft proof = draft;
      proof.rule = target.plan.rule;
      proof.fingerprint = target.plan.fingerprint;
      target.planFile = savePlan(std::move(proof), target, *hang);
    }
    if (!isExpected)
      for (const Finding& finding : report.findings)
        if (finding.hang) result.others.push_back(finding.id + " " + finding.fingerprint);
    if (!targets[at].provenBy.empty()) return result;
  }
  return result;
}

}  // namespace gordian::cli
