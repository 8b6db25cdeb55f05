// Code that is annotated for other tools: the dynamic annotations of reader-writer locks, and the
// mutex functions of ThreadSanitizer's interface. Where another library behind us has the same
// functions (a sanitizer's runtime), it is told as well.
#include "custom_lock.hpp"

#include <dlfcn.h>

using namespace gordian::runtime;

namespace {

// ThreadSanitizer's flags.
enum : unsigned {
  kWriteReentrant = 1u << 1,
  kReadReentrant = 1u << 2,
  kReadLock = 1u << 3,
  kTryLock = 1u << 4,
  kTryLockFailed = 1u << 5,
  kRecursiveLock = 1u << 6,
  kRecursiveUnlock = 1u << 7,
};

// The next library's function of this name; looked for once, because a failed look-up is slow.
template <typename Function>
struct Next {
  const char* name;
  Function* found = nullptr;
  bool isLooked = false;

  Function* operator()() noexcept {
    if (!__atomic_load_n(&isLooked, __ATOMIC_ACQUIRE)) {
      const int error = errno;
      const InsideIfKnown inside(enter());
      found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
      __atomic_store_n(&isLooked, true, __ATOMIC_RELEASE);
      errno = error;
    }
    return found;
  }
};

std::uint32_t howOf(unsigned flags) noexcept {
  std::uint32_t how = kExclusive;
  if ((flags & kReadLock) != 0) how |= kShared;
  if ((flags & kTryLock) != 0) how |= kTry;
  return how;
}

using WithFlags = void(void*, unsigned);
using Created = void(const char*, int, const volatile void*);
using Changed = void(const char*, int, const volatile void*, long);

const void* plain(const volatile void* lock) noexcept {
  return const_cast<const void*>(lock);
}

}  // namespace

#define GORDIAN_FORWARD(function, type, ...)           \
  do {                                                 \
    static Next<type> next{#function, nullptr, false}; \
    if (type* other = next()) other(__VA_ARGS__);      \
  } while (false)

GORDIAN_EXPORT void __tsan_mutex_create(void* m, unsigned flags) {
  const bool isReentrant = (flags & (kWriteReentrant | kReadReentrant)) != 0;
  customCreate(m, nullptr, isReentrant ? kRecursiveMutexKind : kMutexKind, GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(__tsan_mutex_create, WithFlags, m, flags);
}

GORDIAN_EXPORT void __tsan_mutex_destroy(void* m, unsigned flags) {
  customDestroy(m, GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(__tsan_mutex_destroy, WithFlags, m, flags);
}

GORDIAN_EXPORT void __tsan_mutex_pre_lock(void* m, unsigned flags) {
  customBefore(m, howOf(flags), GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(__tsan_mutex_pre_lock, WithFlags, m, flags);
}

GORDIAN_EXPORT void __tsan_mutex_post_lock(void* m, unsigned flags, int recursion) {
  using Type = void(void*, unsigned, int);
  GORDIAN_FORWARD(__tsan_mutex_post_lock, Type, m, flags, recursion);
  if ((flags & kTryLockFailed) != 0) {
    customFailed(m);
    return;
  }
  constexpr int kMost = 1000;
  int times = (flags & kRecursiveLock) != 0 ? recursion : 1;
  for (times = times < kMost ? times : kMost; times > 0; --times)
    customAcquired(m, howOf(flags), GORDIAN_CALL_SITE);
}

GORDIAN_EXPORT int __tsan_mutex_pre_unlock(void* m, unsigned flags) {
  using Type = int(void*, unsigned);
  static Next<Type> next{"__tsan_mutex_pre_unlock", nullptr, false};
  int count = 1;
  if ((flags & kRecursiveUnlock) != 0)
    count = customReleasedAll(m, GORDIAN_CALL_SITE);
  else
    customReleased(m, GORDIAN_CALL_SITE);
  Type* other = next();
  return other != nullptr ? other(m, flags) : count;
}

// What happens around a signal, and inside a region that is to be looked at all the same, needs no
// telling: the calls that are made there arrive by themselves.
GORDIAN_EXPORT void __tsan_mutex_post_unlock(void* m, unsigned flags) {
  GORDIAN_FORWARD(__tsan_mutex_post_unlock, WithFlags, m, flags);
}
GORDIAN_EXPORT void __tsan_mutex_pre_signal(void* m, unsigned flags) {
  GORDIAN_FORWARD(__tsan_mutex_pre_signal, WithFlags, m, flags);
}
GORDIAN_EXPORT void __tsan_mutex_post_signal(void* m, unsigned flags) {
  GORDIAN_FORWARD(__tsan_mutex_post_signal, WithFlags, m, flags);
}
GORDIAN_EXPORT void __tsan_mutex_pre_divert(void* m, unsigned flags) {
  GORDIAN_FORWARD(__tsan_mutex_pre_divert, WithFlags, m, flags);
}
GORDIAN_EXPORT void __tsan_mutex_post_divert(void* m, unsigned flags) {
  GORDIAN_FORWARD(__tsan_mutex_post_divert, WithFlags, m, flags);
}

GORDIAN_EXPORT void AnnotateRWLockCreate(const char* file, int line, const volatile void* lock) {
  customCreate(plain(lock), nullptr, kRwLockKind, GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(AnnotateRWLockCreate, Created, file, line, lock);
}
GORDIAN_EXPORT void AnnotateRWLockCreateStatic(const char* file, int line,
                                               const volatile void* lock) {
  customCreate(plain(lock), nullptr, kRwLockKind, GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(AnnotateRWLockCreateStatic, Created, file, line, lock);
}
GORDIAN_EXPORT void AnnotateRWLockDestroy(const char* file, int line, const volatile void* lock) {
  customDestroy(plain(lock), GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(AnnotateRWLockDestroy, Created, file, line, lock);
}
GORDIAN_EXPORT void AnnotateRWLockAcquired(const char* file, int line, const volatile void* lock,
                                           long isWriter) {
  customAcquired(plain(lock), isWriter != 0 ? kExclusive : kShared, GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(AnnotateRWLockAcquired, Changed, file, line, lock, isWriter);
}
GORDIAN_EXPORT void AnnotateRWLockReleased(const char* file, int line, const volatile void* lock,
                                           long isWriter) {
  customReleased(plain(lock), GORDIAN_CALL_SITE);
  GORDIAN_FORWARD(AnnotateRWLockReleased, Changed, file, line, lock, isWriter);
}
