#include "hook_check.hpp"

#include "lock_table.hpp"
#include "message.hpp"
#include "real.hpp"
#include "recorder.hpp"
#include "thread_events.hpp"

#include <dlfcn.h>
#include <link.h>
#include <cstdio>
#include <cstring>

namespace gordian::runtime {

namespace {

const void* baseOf(const void* address) noexcept {
  Dl_info info{};
  return address != nullptr && dladdr(address, &info) != 0 ? info.dli_fbase : nullptr;
}

// A program linked at a fixed address that takes the address of a function finds its own jump to
// it; an undefined symbol with a value says so. Calls still go where they are bound.
bool isJump(const void* address) noexcept {
  Dl_info info{};
  void* symbol = nullptr;
  return dladdr1(address, &info, &symbol, RTLD_DL_SYMENT) != 0 && symbol != nullptr &&
         static_cast<const ElfW(Sym)*>(symbol)->st_shndx == SHN_UNDEF;
}

// A sanitizer's function in front of ours calls on to the next one, which is ours: try.
bool arrives(ThreadState& thread, void* lockFunction) noexcept {
  static pthread_mutex_t probe = PTHREAD_MUTEX_INITIALIZER;
  const std::uint64_t before = thread.acquisitions;
  thread.inside &= ~kInside;
  reinterpret_cast<int (*)(pthread_mutex_t*)>(lockFunction)(&probe);
  pthread_mutex_unlock(&probe);
  thread.inside |= kInside;
  const bool seen = thread.acquisitions != before;
  thread.acquisitions = before;
  forgetLock(&probe);
  return seen;
}

// Functions that may be missing (an old C library) or replaced (an allocator) without loss of much.
constexpr const char* kNames[] = {
#define GORDIAN_HOOK(name, result, parameters, arguments) #name,
#include "hooks.def"
#undef GORDIAN_HOOK
};

}  // namespace

void checkHooks(ThreadState& thread) noexcept {
  const void* own = baseOf(reinterpret_cast<const void*>(&checkHooks));
  char missed[512] = {};
  std::size_t used = 0;
  void* lockFunction = dlsym(RTLD_DEFAULT, "pthread_mutex_lock");
  const bool mutexSeen =
      baseOf(lockFunction) == own || isJump(lockFunction) || arrives(thread, lockFunction);
  // Where one function of a binary in front calls on to ours, the others are taken to do so too.
  const void* inFront = mutexSeen ? baseOf(lockFunction) : nullptr;
  for (const char* name : kNames) {
    void* found = real::reached(name);
    if (found == nullptr || baseOf(found) == own || baseOf(found) == inFront || isJump(found))
      continue;
    const int added =
        std::snprintf(missed + used, sizeof missed - used, "%s%s", used == 0 ? "" : ", ", name);
    if (added > 0 && used + static_cast<std::size_t>(added) < sizeof missed)
      used += static_cast<std::size_t>(added);
  }
  if (used == 0) return;
  if (!mutexSeen)
    message(
        "the program's lock calls do not reach the runtime, nothing can be observed: "
        "link gordian::runtime before the C library, or use `gordian run`");
  if (recorder.isOpen() || !mutexSeen) noteBlind(missed);
}

}  // namespace gordian::runtime
