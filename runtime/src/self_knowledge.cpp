#include "self_knowledge.hpp"

#include "python.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace gordian::runtime {

using board::SlotCopy;
using board::Snapshot;
using lockgraph::LiveThread;
using lockgraph::WaitFor;

namespace {

// The begin of a file of /proc; false when it cannot be read.
template <std::size_t Size>
bool readStart(const char* path, char (&text)[Size]) noexcept {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const ssize_t got = read(file, text, Size - 1);
  close(file);
  text[got > 0 ? got : 0] = '\0';
  return got > 0;
}

// 'S' and so on; 0: no such task.
char stateOf(std::uint32_t tid) noexcept {
  char path[64];
  char text[256];
  std::snprintf(path, sizeof path, "/proc/self/task/%u/stat", tid);
  if (!readStart(path, text)) return '\0';
  const char* end = std::strrchr(text, ')');  // the name may contain anything
  return end != nullptr && end[1] == ' ' ? end[2] : '\0';
}

// A handler may have left the wait by a jump: now the thread sleeps for something else.
bool isElsewhere(std::uint32_t tid) noexcept {
  constexpr long kFutexWaitv = 449;  // younger than Debian 12's headers
  char path[64];
  char text[256];
  std::snprintf(path, sizeof path, "/proc/self/task/%u/syscall", tid);
  if (!readStart(path, text) || text[0] < '0' || text[0] > '9') return false;
  const long number = std::strtol(text, nullptr, 10);
  return number != SYS_futex && number != SYS_restart_syscall && number != kFutexWaitv;
}

// A handler may post. Faults end in one too, but wake nobody; 32 and 33 are the C library's.
bool catchesSignals() noexcept {
  char text[4096];
  if (!readStart("/proc/self/status", text)) return true;
  const char* line = std::strstr(text, "\nSigCgt:\t");
  if (line == nullptr) return true;
  std::uint64_t caught = std::strtoull(line + 9, nullptr, 16);
  for (const int signal :
       {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGPIPE, 32, 33})
    caught &= ~(std::uint64_t{1} << (signal - 1));
  if (pythonPresent()) caught &= ~(std::uint64_t{1} << (SIGINT - 1));
  return caught != 0;
}

bool hasSlot(const Snapshot& snapshot, std::uint32_t tid) noexcept {
  for (std::uint32_t i = 0; i < snapshot.slotCount; ++i)
    if (snapshot.slots[i].tid == tid && (snapshot.slots[i].does == board::SlotDoes::Runs ||
                                         snapshot.slots[i].does == board::SlotDoes::Waits))
      return true;
  return false;
}

struct Entry {  // linux_dirent64, which only the kernel's headers have
  std::uint64_t inode;
  std::int64_t offset;
  unsigned short size;
  unsigned char type;
  char name[1];
};

// Some task has no slot: it never waited, so it may well run.
bool hasOtherTasks(const Snapshot& snapshot, std::uint32_t own) noexcept {
  const int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return true;
  bool found = false;
  alignas(8) char buffer[2048];
  long got = 0;
  while (!found && (got = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < got && !found;) {
      const auto* entry = reinterpret_cast<const Entry*>(buffer + at);
      at += entry->size;
      const auto tid = static_cast<std::uint32_t>(std::strtoul(entry->name, nullptr, 10));
      if (tid == 0 || tid == own || hasSlot(snapshot, tid)) continue;
      const char state = stateOf(tid);
      found = state != 'Z' && state != 'X' && state != '\0';
    }
  }
  close(folder);
  return found || got < 0;
}

}  // namespace

board::Knowledge SelfKnowledge::callbacks() noexcept {
  board::Knowledge knowledge;
  knowledge.context = this;
  knowledge.process = [](void* self, const Snapshot& snapshot, std::uint32_t) {
    board::ProcessFacts facts;
    facts.unknownPosters =
        catchesSignals() || hasOtherTasks(snapshot, static_cast<SelfKnowledge*>(self)->own);
    return facts;
  };
  // Woken, and still without a processor: that is no wait. A spin lock burns its time.
  knowledge.refine = [](void*, const board::Situation&, const SlotCopy& slot, LiveThread& thread) {
    const bool spins =
        thread.waitsFor == WaitFor::Lock && thread.kind == lockgraph::LockKind::SpinLock;
    const char state = stateOf(slot.tid);
    const bool isFutexWait = slot.wait.kind <= recording::kWaitFutex && !spins;
    if ((state != 'S' && !(spins && state == 'R')) || (isFutexWait && isElsewhere(slot.tid)))
      thread.waitsFor = WaitFor::Nothing;
  };
  return knowledge;
}

}  // namespace gordian::runtime
