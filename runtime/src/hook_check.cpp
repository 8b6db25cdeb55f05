#include "hook_check.hpp"

#include "events.hpp"
#include "message.hpp"
#include "recorder.hpp"

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

// Functions that may be missing (an old C library) or replaced (an allocator) without loss of much.
constexpr const char* kNames[] = {
#define GORDIAN_HOOK(name, result, parameters, arguments) #name,
#include "hooks.def"
#undef GORDIAN_HOOK
};

}  // namespace

void checkHooks() noexcept {
  const void* own = baseOf(reinterpret_cast<const void*>(&checkHooks));
  char missed[512] = {};
  std::size_t used = 0;
  bool mutexSeen = true;
  for (const char* name : kNames) {
    const void* found = dlsym(RTLD_DEFAULT, name);
    if (found == nullptr || baseOf(found) == own || isJump(found)) continue;
    if (std::strcmp(name, "pthread_mutex_lock") == 0) mutexSeen = false;
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
