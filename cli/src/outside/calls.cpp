#include "calls.hpp"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace gordian::cli::outside {
namespace {

constexpr std::uint64_t kDescriptor = 0xffffffff;  // descriptors and pids are 32 bits wide

SleepKind fileWait(Sleep what, const SystemCall& call) {
  SleepKind kind;
  kind.what = what;
  kind.file = static_cast<std::uint32_t>(call.arguments[0] & kDescriptor);
  return kind;
}

SleepKind childWait(std::int32_t pid) {
  SleepKind kind;
  kind.what = Sleep::Child;
  // 0 and less than -1: any of a process group, which is among any.
  if (pid > 0) kind.child = static_cast<std::uint32_t>(pid);
  return kind;
}

SleepKind waitidWait(const SystemCall& call) {
  const auto id = static_cast<std::int32_t>(call.arguments[1]);
  switch (call.arguments[0]) {
    case P_PID:
      return childWait(id);
    case P_ALL:
    case P_PGID:
      return childWait(-1);
    default:
      return {};
  }
}

SleepKind futexWait(const SystemCall& call) {
  const auto operation = static_cast<std::uint32_t>(call.arguments[1]);
  constexpr std::uint32_t kLockInheriting2 = 13;  // FUTEX_LOCK_PI2
  SleepKind kind;
  switch (operation & ~static_cast<std::uint32_t>(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      break;
    case FUTEX_LOCK_PI:
    case kLockInheriting2:
      kind.isInheriting = true;
      break;
    default:
      return {};
  }
  kind.what = Sleep::Futex;
  kind.address = call.arguments[0];
  kind.value = static_cast<std::uint32_t>(call.arguments[2]);
  kind.isTimed = call.arguments[3] != 0;
  kind.isPrivate = (operation & FUTEX_PRIVATE_FLAG) != 0;
  return kind;
}

SleepKind recordLockWait(const SystemCall& call) {
  const auto command = call.arguments[1];
  if (command != F_SETLKW && command != F_OFD_SETLKW) return {};
  SleepKind kind = fileWait(Sleep::RecordLock, call);
  kind.isOfOpenFile = command == F_OFD_SETLKW;
  kind.address = call.arguments[2];
  return kind;
}

}  // namespace

SleepKind kindOf(const SystemCall& call) {
  switch (call.number) {
    case SYS_read:
    case SYS_readv:
      return fileWait(Sleep::Read, call);
    case SYS_write:
    case SYS_writev:
      return fileWait(Sleep::Write, call);
    case SYS_wait4:
      return childWait(static_cast<std::int32_t>(call.arguments[0]));
    case SYS_waitid:
      return waitidWait(call);
    case SYS_futex:
      return futexWait(call);
    case SYS_flock: {
      SleepKind kind = fileWait(Sleep::FileLock, call);
      kind.isShared = (call.arguments[1] & LOCK_SH) != 0;
      return kind;
    }
    case SYS_fcntl:
      return recordLockWait(call);
    default:
      return {};
  }
}

const char* nameOf(const SystemCall& call) {
  struct Name {
    std::int64_t number;
    const char* name;
  };
  static constexpr Name kNames[] = {
      {SYS_read, "read"},
      {SYS_readv, "readv"},
      {SYS_write, "write"},
      {SYS_writev, "writev"},
      {SYS_wait4, "wait4"},
      {SYS_waitid, "waitid"},
      {SYS_futex, "futex"},
      {SYS_flock, "flock"},
      {SYS_fcntl, "fcntl"},
      {SYS_nanosleep, "nanosleep"},
      {SYS_clock_nanosleep, "clock_nanosleep"},
      {SYS_restart_syscall, "a call that is continued after a stop"},
      {SYS_ppoll, "ppoll"},
      {SYS_pselect6, "pselect"},
      {SYS_epoll_pwait, "epoll_pwait"},
      {SYS_accept, "accept"},
      {SYS_accept4, "accept4"},
      {SYS_connect, "connect"},
      {SYS_recvfrom, "recvfrom"},
      {SYS_recvmsg, "recvmsg"},
      {SYS_sendto, "sendto"},
      {SYS_sendmsg, "sendmsg"},
      {SYS_rt_sigsuspend, "sigsuspend"},
      {SYS_rt_sigtimedwait, "sigwait"},
      {SYS_msgrcv, "msgrcv"},
      {SYS_semop, "semop"},
      {SYS_openat, "openat"},
      {SYS_splice, "splice"},
      {SYS_io_getevents, "io_getevents"},
#ifdef SYS_poll
      {SYS_poll, "poll"},
      {SYS_select, "select"},
      {SYS_epoll_wait, "epoll_wait"},
      {SYS_pause, "pause"},
      {SYS_open, "open"},
#endif
  };
  for (const Name& one : kNames)
    if (one.number == call.number) return one.name;
  return "a system call";
}

bool isRestarted(const SystemCall& call) {
  switch (call.number) {
    case SYS_wait4:
    case SYS_waitid:
    case SYS_futex:
    case SYS_flock:
    case SYS_fcntl:
    case SYS_nanosleep:
    case SYS_clock_nanosleep:
      return true;
    default:
      return false;  // read and write of some devices and sockets are not
  }
}

}  // namespace gordian::cli::outside
