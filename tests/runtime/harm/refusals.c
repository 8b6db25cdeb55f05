// What a filter of system calls refuses, as sandboxes and old kernels do: what the program itself
// does goes on well without, whether the filter comes before the runtime or in the middle.
#include "everything.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

// Whatever opens, makes or maps files. A program cannot begin without most of these.
static const int forFiles[] = {SYS_openat,    SYS_memfd_create, SYS_ioctl,           SYS_ftruncate,
                               SYS_fallocate, SYS_readlinkat,   SYS_process_vm_readv};
enum { kClone3 = 435 };
// What the C library or the runtime may ask for and can do without, some of it on old kernels.
static const int without[] = {SYS_rseq,  // the first: threads that know it cannot do without
                              SYS_memfd_create,
                              SYS_process_vm_readv,
                              SYS_membarrier,
                              SYS_statx,
                              SYS_getrandom,
                              SYS_prlimit64,
                              SYS_sched_getaffinity,
                              SYS_fallocate,
                              SYS_ftruncate,
                              SYS_ioctl,
                              SYS_readlinkat,
                              SYS_getdents64,
                              SYS_madvise,
                              SYS_sysinfo,
                              SYS_sched_yield,
                              SYS_tgkill,
                              SYS_gettid,
                              SYS_fcntl,
                              SYS_sched_getscheduler,
                              SYS_getppid,
                              SYS_mkdir,
                              SYS_unlink,
                              SYS_uname,
                              SYS_getrusage,
                              SYS_timer_create,
                              SYS_perf_event_open,
                              424,  // pidfd_send_signal
                              425,  // io_uring_setup
                              426,  // io_uring_enter
                              434,  // pidfd_open
                              kClone3,
                              436,   // close_range
                              437,   // openat2
                              438,   // pidfd_getfd
                              439,   // faccessat2
                              449};  // futex_waitv
enum { kFiles = sizeof forFiles / sizeof forFiles[0], kWithout = sizeof without / sizeof *without };

static struct sock_filter code[128];
static unsigned short length;

static void add(unsigned short operation, unsigned value, int ifTrue, int ifFalse) {
  code[length++] =
      (struct sock_filter){operation, (unsigned char)ifTrue, (unsigned char)ifFalse, value};
}
static void load(size_t offset) {
  add(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}
static void refuse(int error) {
  add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error, 0, 0);
}
static void begin(const int* calls, int count, int error) {
  length = 0;
  load(offsetof(struct seccomp_data, nr));
  for (int i = 0; i < count; ++i) {
    add(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i], 0, 1);
    refuse(error);
  }
}
// A call with these bits in this argument.
static void refuseBits(int call, int argument, unsigned bits, int error) {
  load(offsetof(struct seccomp_data, nr));
  add(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 3);
  load(offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
  add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
  refuse(error);
}
static void refuseMapsOfFiles(int error) {
  add(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3);
  load(offsetof(struct seccomp_data, args[4]));
  add(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffff, 1, 0);
  refuse(error);
}
static void install(void) {
  add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  const struct sock_fprog program = {length, code};
  must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
  must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0, "seccomp");
}
static void refuseFiles(int error) {
  begin(forFiles, kFiles, error);
  refuseMapsOfFiles(error);
  install();
}

static void refusedEarly(void) {
  refuseFiles(EPERM);
  everything(0);
}
static void refusedLate(void) {
  pairs();
  refuseFiles(EPERM);
  everything(0);
}
static void refusedFiles(void) {
  begin(forFiles, kFiles, EPERM);
  install();
  childToo();
}
static void unknownEarly(void) {
  refuseFiles(ENOSYS);
  everything(0);
}
static void unknownLate(void) {
  pairs();
  begin(without + 1, kWithout - 1, ENOSYS);
  refuseMapsOfFiles(ENOSYS);
  install();
  childToo();
}

// The filter is there before the runtime is: this program again.
static void again(const char* mode) {
  execl("/proc/self/exe", "again", mode, NULL);
  must(0, "exec");
}
static void unknownBefore(void) {
  begin(without, kWithout, ENOSYS);
  install();
  again("child-too");
}
static void readOnlyBefore(void) {
  begin(NULL, 0, 0);
  refuseBits(SYS_openat, 2, O_WRONLY | O_RDWR | O_CREAT, EACCES);
  refuseBits(SYS_mkdir, 1, ~0u, EACCES);
  install();
  again("child-too");
}
static void noSharedMapsBefore(void) {
  begin(NULL, 0, 0);
  refuseBits(SYS_mmap, 3, MAP_SHARED, ENOSYS);
  install();
  again("child-too");
}

static void shortly(void) {
  waitersMs = 20;
  everything(0);
}
// Each by itself, before and in the middle.
static void refuseOne(int call, int error, int isBefore) {
  must(freopen("/dev/null", "w", stdout) != NULL, "output");
  if (!isBefore) pairs();
  begin(&call, 1, error);
  install();
  if (isBefore) again("shortly");
  shortly();
  exit(0);
}
static void eachAlone(void) {
  enum { kWays = 4, kAtOnce = 8 };
  pid_t children[kWithout * kWays];
  int started = 0;
  int ended = 0;
  for (int i = 0; i < kWithout * kWays; ++i) {
    const int call = without[i / kWays];
    const int error = i % 2 == 0 ? ENOSYS : EPERM;
    const int isBefore = i / 2 % 2;
    // The C library itself does not go on without.
    if ((call == SYS_rseq && !isBefore) || (call == kClone3 && error == EPERM)) continue;
    if (started - ended >= kAtOnce) must(endOf(children[ended++]) == 0, "one");
    const pid_t child = fork();
    if (child == 0) refuseOne(call, error, isBefore);
    children[started++] = child;
  }
  while (ended < started) must(endOf(children[ended++]) == 0, "one");
}

int main(int argc, char** argv) {
  for (int i = 0; i < kLocks; ++i) locks[i] = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
  const struct Mode modes[] = {{"child-too", childToo},
                               {"shortly", shortly},
                               {"refused-early", refusedEarly},
                               {"refused-late", refusedLate},
                               {"refused-files", refusedFiles},
                               {"unknown-early", unknownEarly},
                               {"unknown-late", unknownLate},
                               {"unknown-before", unknownBefore},
                               {"read-only-before", readOnlyBefore},
                               {"no-shared-maps-before", noSharedMapsBefore},
                               {"each-alone", eachAlone}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
