// Waits for the end of a child process. Anybody may call these, compilers' drivers and shells by
// the thousand: published is only what somebody may want to know.
#include "wait.hpp"

#include "../recorder.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

namespace gordian::runtime {
namespace {

// It holds something, waited before, is recorded anyway, or its lines are Python's.
bool isOfInterest(const ThreadState& thread) noexcept {
  return thread.depth() != 0 || thread.slot != nullptr || recorder.isOpen() || pythonPresent();
}

// `child`: its process id; 0: any.
template <typename Real>
auto waitForChild(pid_t child, CallSite site, const Real& realCall) -> decltype(realCall()) {
  ThreadState* thread = enter();
  if (thread == nullptr || !isOfInterest(*thread)) return realCall();
  WaitOn on;
  on.kind = recording::kWaitProcess;
  on.detail = child > 0 ? static_cast<std::uint64_t>(child) : 0;
  if (pythonPresent()) {  // by now it has let go of its big lock
    const int error = errno;
    const Inside inside(*thread);
    site.python = pythonStackIdentity();
    if (site.python != 0) on.context = contextOf(site);
    errno = error;
  }
  publishWait(*thread, on, site);
  return waitPublished(thread, &realCall);
}

// Ends of children alone end such a wait, and it does wait.
constexpr int kOtherwise = WNOHANG | WUNTRACED | WCONTINUED;

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

#if defined(__x86_64__)
// So short a name may be some library's own: only who was linked to the C library's comes here.
__asm__(".symver gordian_child_wait,wait@GLIBC_2.2.5");

GORDIAN_EXPORT pid_t gordian_child_wait(int* status) {
  return waitForChild(0, GORDIAN_CALL_SITE, [=] { return real::wait(status); });
}
#endif

GORDIAN_EXPORT pid_t waitpid(pid_t child, int* status, int options) {
  const auto call = [=] { return real::waitpid(child, status, options); };
  return (options & kOtherwise) != 0 ? call() : waitForChild(child, GORDIAN_CALL_SITE, call);
}

GORDIAN_EXPORT pid_t wait3(int* status, int options, rusage* usage) noexcept {
  const auto call = [=] { return real::wait3(status, options, usage); };
  return (options & kOtherwise) != 0 ? call() : waitForChild(0, GORDIAN_CALL_SITE, call);
}

GORDIAN_EXPORT pid_t wait4(pid_t child, int* status, int options, rusage* usage) noexcept {
  const auto call = [=] { return real::wait4(child, status, options, usage); };
  return (options & kOtherwise) != 0 ? call() : waitForChild(child, GORDIAN_CALL_SITE, call);
}

GORDIAN_EXPORT int waitid(idtype_t type, id_t id, siginfo_t* info, int options) {
  const auto call = [=] { return real::waitid(type, id, info, options); };
  const bool isForEnd = (options & (WNOHANG | WSTOPPED | WCONTINUED)) == 0;
  const bool isByNumber = type == P_PID || type == P_PGID || type == P_ALL;
  if (!isForEnd || !isByNumber) return call();
  return waitForChild(type == P_PID ? static_cast<pid_t>(id) : 0, GORDIAN_CALL_SITE, call);
}
