#include "real.hpp"

#include <dlfcn.h>
#include <cerrno>
#include <cstring>
#include <type_traits>

namespace gordian::runtime::real {

namespace {

// dlsym frees memory only when it fails; that block may leak while the table is incomplete.
__thread int resolving __attribute__((tls_model("initial-exec"))) = 0;

#if defined(__x86_64__)
constexpr const char* kCondVersion = "GLIBC_2.3.2";  // plain dlsym may find the old layout's symbol
constexpr const char* kWaitVersion = "GLIBC_2.2.5";  // another library may have a wait() of its own
#endif

void* next(const char* name) {
#if defined(__x86_64__)
  // A failed look-up allocates, and the allocator may be waiting for this very table: clockwait is
  // younger and has one version only.
  if (std::strncmp(name, "pthread_cond_", 13) == 0 &&
      std::strcmp(name, "pthread_cond_clockwait") != 0)
    if (void* found = dlvsym(RTLD_NEXT, name, kCondVersion)) return found;
  if (std::strcmp(name, "wait") == 0) return dlvsym(RTLD_NEXT, name, kWaitVersion);
#endif
  return dlsym(RTLD_NEXT, name);
}

template <typename Result>
Result missing() {
  if constexpr (std::is_pointer_v<Result>)
    return nullptr;
  else if constexpr (!std::is_void_v<Result>)
    return static_cast<Result>(ENOSYS);
}

}  // namespace

// NOLINTBEGIN(bugprone-macro-parentheses): types, parameter lists and names
#define GORDIAN_HOOK(name, result, parameters, arguments) \
  static result first_##name parameters {                 \
    if (resolving > 0) return missing<result>();          \
    resolve();                                            \
    if (name == first_##name) return missing<result>();   \
    return name arguments;                                \
  }                                                       \
  result(*name) parameters = first_##name;
#include "hooks.def"
#undef GORDIAN_HOOK

#if defined(__x86_64__)
int (*pthread_cond_wait_old)(pthread_cond_t*, pthread_mutex_t*) = nullptr;
int (*pthread_cond_timedwait_old)(pthread_cond_t*, pthread_mutex_t*, const timespec*) = nullptr;
int (*pthread_cond_signal_old)(pthread_cond_t*) = nullptr;
int (*pthread_cond_broadcast_old)(pthread_cond_t*) = nullptr;
#endif

void resolve() {
  if (resolving++ == 0) {
#define GORDIAN_HOOK(name, result, parameters, arguments) \
  if (void* found = next(#name))                          \
    __atomic_store_n(&name, reinterpret_cast<result(*) parameters>(found), __ATOMIC_RELEASE);
#include "hooks.def"
#undef GORDIAN_HOOK
// NOLINTEND(bugprone-macro-parentheses)
#if defined(__x86_64__)
    pthread_cond_wait_old = reinterpret_cast<decltype(pthread_cond_wait_old)>(
        dlvsym(RTLD_NEXT, "pthread_cond_wait", "GLIBC_2.2.5"));
    pthread_cond_timedwait_old = reinterpret_cast<decltype(pthread_cond_timedwait_old)>(
        dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.2.5"));
    pthread_cond_signal_old = reinterpret_cast<decltype(pthread_cond_signal_old)>(
        dlvsym(RTLD_NEXT, "pthread_cond_signal", "GLIBC_2.2.5"));
    pthread_cond_broadcast_old = reinterpret_cast<decltype(pthread_cond_broadcast_old)>(
        dlvsym(RTLD_NEXT, "pthread_cond_broadcast", "GLIBC_2.2.5"));
#endif
  }
  --resolving;
}

void* reached(const char* name) {
#if defined(__x86_64__)
  if (std::strcmp(name, "wait") == 0) return dlvsym(RTLD_DEFAULT, name, kWaitVersion);
#endif
  return dlsym(RTLD_DEFAULT, name);
}

}  // namespace gordian::runtime::real
