#include "process.hpp"

#include "board.hpp"
#include "call_context.hpp"
#include "conditions.hpp"
#include "dependencies.hpp"
#include "gil.hpp"
#include "held_states.hpp"
#include "hook_check.hpp"
#include "meetings.hpp"
#include "memory.hpp"
#include "message.hpp"
#include "misuse.hpp"
#include "options.hpp"
#include "order.hpp"
#include "patience.hpp"
#include "pauses.hpp"
#include "perturb.hpp"
#include "python.hpp"
#include "real.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"
#include "rounds.hpp"
#include "statistics.hpp"
#include "statistics_records.hpp"
#include "uses.hpp"
#include "verdict.hpp"
#include "waits.hpp"
#include "watchdog.hpp"
#include "watched.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

std::atomic<bool> observing{false};
std::atomic<bool> finished{false};
bool findingsReported;
bool forked;
pid_t processId;
int exitStatus;
// Of the thread that forks, perhaps in a signal handler that interrupted the runtime; the registry
// lock is held.
std::uint32_t insideBeforeFork;

// One word that the kernel zeroes in every forked copy of this memory; null on old kernels.
std::atomic<std::uint32_t>* forkMark;

void markProcess() noexcept {
  processId = getpid();
  if (forkMark != nullptr) forkMark->store(1, std::memory_order_relaxed);
}

void makeForkMark() noexcept {
  void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) return;
  if (madvise(page, 4096, MADV_WIPEONFORK) != 0) {
    real::munmap(page, 4096);
    return;
  }
  forkMark = static_cast<std::atomic<std::uint32_t>*>(page);
}

// Not on the stack, which may be a thread's smallest (16 KiB) or a signal handler's.
struct ProcessText {
  char executable[4096];
  char directory[4096];
  char arguments[8192];
};

void writeProcess() noexcept {
  auto* text = static_cast<ProcessText*>(allocate(sizeof(ProcessText)));  // zeroed
  if (text == nullptr) return;
  auto& [executable, directory, arguments] = *text;
  if (readlink("/proc/self/exe", executable, sizeof executable - 1) < 0) executable[0] = '\0';
  if (getcwd(directory, sizeof directory) == nullptr) directory[0] = '\0';
  std::size_t size = 0;
  if (const int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC); file >= 0) {
    const ssize_t got = read(file, arguments, sizeof arguments - 1);
    size = got > 0 ? static_cast<std::size_t>(got) : 0;
    close(file);
  }
  if (size != 0 && arguments[size - 1] != '\0') arguments[size++] = '\0';
  ProcessRecord record{};
  for (std::size_t i = 0; i < size; ++i)
    if (arguments[i] == '\0') ++record.argumentCount;
  if (pythonPresent()) record.flags |= kProcessPython;
  if (!runtimeOptions().wrapped) record.flags |= kProcessLinked;
  if (forked) record.flags |= kProcessForked;
  const Piece pieces[] = {{&record, sizeof record},
                          {executable, std::strlen(executable) + 1},
                          {directory, std::strlen(directory) + 1},
                          {arguments, size}};
  recorder.append(kProcess, pieces, 4);
  release(text, sizeof *text);
}

void onExit(int status, void*) {
  exitStatus = status;
}

// pthread_atfork, not a hook: its prepare handlers run in reverse order, so ours, registered first,
// takes the runtime's locks after every other handler has got what it waits for.
void beforeFork() {
  const std::uint32_t inside = self != nullptr ? self->inside : 0;
  if (self != nullptr) self->inside |= kInside;
  lockPauses();
  lockRegistry();
  lockRecords();
  lockLockTable();
  lockRecorder();
  lockConditions();
  lockWatched();
  lockBarriers();
  lockContexts();
  lockMemory();
  lockBoard();
  insideBeforeFork = inside;
}

void unlockAll() noexcept {
  unlockBoard();
  unlockMemory();
  unlockContexts();
  unlockWatched();
  unlockBarriers();
  unlockConditions();
  unlockRecorder();
  unlockLockTable();
  unlockRecords();
  unlockRegistry();
  unlockPauses();
}

void afterForkInParent() {
  const std::uint32_t inside = insideBeforeFork;
  unlockAll();
  if (self != nullptr) self->inside = inside;
}

void afterForkInChild() {
  becomeChild(self);
  if (self != nullptr) self->inside = insideBeforeFork;
}

}  // namespace

void onRecordingCreated() noexcept {
  writeProcess();
}

bool isObserving() noexcept {
  return observing.load(std::memory_order_relaxed) && !isStopped();
}

std::uint32_t ownProcess() noexcept {
  return static_cast<std::uint32_t>(processId);
}

bool isThisProcess() noexcept {
  return forkMark == nullptr || forkMark->load(std::memory_order_relaxed) != 0;
}

bool isForked() noexcept {
  return forked;
}

bool enterSlowPath(ThreadState& thread) noexcept {
  if (!isThisProcess()) {
    const ThreadState* first = firstThread();
    if (first != nullptr && first->nextThread != nullptr) {
      stopRuntime();
      return false;
    }
    becomeChild(&thread);
  }
  if (thread.boundaryDue) {
    thread.boundaryDue = false;
    ++thread.segment;
  }
  return true;
}

void becomeChild(ThreadState* thread) noexcept {
  spinHolder.isAlone = true;
  unlockAll();  // whoever held one is not here
  spinHolder = {};
  forked = true;
  markProcess();
  recorder.forget();
  leaveBoard();
  forgetWatchdog();
  forgetWritten();
  forgetWaits();
  forgetMeetings();
  forgetPauses();
  forgetOrder(thread);
  keepOnly(thread);
  if (thread != nullptr) {
    thread->hasInherited = thread->depth() != 0;
    resetStates(*thread);
  }
  forgetStatistics(thread);
  forgetGil();
  beginProcessStatistics();
  if (thread != nullptr && thread->depth() != 0) leaveSharedToParent(*thread);
}

void setFindingsReported() noexcept {
  findingsReported = true;
}

void finishProcess(bool quick) noexcept {
  if ((!observing.load(std::memory_order_relaxed) && !isStopped()) || getpid() != processId) return;
  if (finished.exchange(true)) return;
  ThreadState* thread = self;
  if (thread != nullptr) thread->inside |= kInside;
  observing.store(false, std::memory_order_relaxed);
  const int error = errno;
  closeBoard();
  if (!isStopped() && wantsStatisticsWritten()) recorder.open();
  bool hasRecording = false;
  if (isStopped()) {
    recorder.stop();
  } else if (recorder.isOpen()) {
    EndRecord record{};
    record.kind = quick ? kEndQuick : kEndExit;
    {
      const RegistryLocked locked;
      record.acquisitions = endedAcquisitions();
      for (ThreadState* each = firstThread(); each != nullptr; each = each->nextThread) {
        writeCounts(*each);
        {
          const RecordsLocked records;
          writeOrder(*each, true);
        }
        writeUses(*each, UsesAt::End);
        writeStatistics(*each);
        record.acquisitions += each->acquisitions;
      }
    }
    writeProcessStatistics();
    record.locks = locksSeen();
    record.threads = threadsSeen();
    recorder.append(kEnd, record);
    recorder.close();
    hasRecording = true;
  }
  // A recording that stopped at a limit tells what happened up to there.
  if ((hasRecording || recorder.isCutShort()) && !runtimeOptions().wrapped)
    reportAtEnd(anythingRecorded() || isMeasuring(), findingsReported, quick, exitStatus);
  errno = error;
}

// The library's own begin and end
// ------------------------------------------------------------------

namespace {

// 101 is the first priority a library may use: before the constructors of the program.
[[gnu::constructor(101)]] void begin() {
  real::resolve();
  readOptions();
  if (runtimeOptions().disabled) return;
  makeForkMark();
  markProcess();
  prepareThreadEnds();
  prepareUnwinder();
  prepareMisuse();
  countProcessors();
  findPython();
  attachBoard();
  loadPlan();
  startPerturbing();
  on_exit(onExit, nullptr);
  pthread_atfork(beforeFork, afterForkInParent, afterForkInChild);
  observing.store(true, std::memory_order_relaxed);
  ThreadState* thread = attach();
  if (thread == nullptr) return;
  thread->inside |= kInside;
  if (runtimeOptions().root) recorder.open();
  checkHooks(*thread);
  startStatistics(*thread);
  beginProcessStatistics();
  thread->inside &= ~kInside;
}

[[gnu::destructor]] void end() {
  finishProcess(false);
}

}  // namespace

}  // namespace gordian::runtime
