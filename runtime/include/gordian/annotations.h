// What a program can tell Gordian that its lock calls do not: names, locks of its own making,
// orders it has promised, places that are meant to be quiet. For C99 and C++11.
//
// No library is needed: every function is weak and every macro tests it, so that without the
// runtime nothing happens and nothing is linked. A program that is not linked to the runtime and is
// not position independent (-no-pie) also needs -Wl,-z,dynamic-undefined-weak to be heard under
// `gordian run`. All functions are safe from any thread, keep errno and never fail. Locks are told
// by their address: &m for pthread_mutex_t, std::mutex, mtx_t and so on. docs/annotations.md.
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// How a lock is asked for (or'ed), and what sort of lock it is.
enum {
  GORDIAN_EXCLUSIVE = 0,
  GORDIAN_SHARED = 1,
  GORDIAN_TIMED = 2,      // gives up by itself
  GORDIAN_TRY = 4,        // never waits
  GORDIAN_READERS = 8,    // gordian_lock_create: has a shared mode
  GORDIAN_REENTRANT = 16  // gordian_lock_create: its holder may take it again
};

// Names for reports. After the lock's init call, if it has one; the text is copied.
void gordian_name_lock(const void* lock, const char* name) __attribute__((weak));
void gordian_name_thread(const char* name) __attribute__((weak));

// Locks of the program's own making. `create` is optional (then the first use makes it known), and
// `before` is left out by a try. After `before` comes exactly one of `acquired` and `failed`;
// `released` is called by the holder, just before it gives the lock up.
void gordian_lock_create(const void* lock, const char* name, unsigned sort) __attribute__((weak));
void gordian_lock_destroy(const void* lock) __attribute__((weak));
void gordian_lock_before(const void* lock, unsigned how) __attribute__((weak));
void gordian_lock_acquired(const void* lock, unsigned how) __attribute__((weak));
void gordian_lock_failed(const void* lock) __attribute__((weak));
void gordian_lock_released(const void* lock) __attribute__((weak));

// From here on other threads know the object: its locks are no longer their creator's alone.
void gordian_publish(const void* object, size_t size) __attribute__((weak));

// Promised orders: a lock is only taken while all ranked locks that are held have lower ranks; two
// locks are never held together by one thread.
void gordian_rank(const void* lock, int rank) __attribute__((weak));
void gordian_never_together(const void* lock, const void* other) __attribute__((weak));

// What the calling thread does between the two is not reported. They nest.
void gordian_quiet_begin(void) __attribute__((weak));
void gordian_quiet_end(void) __attribute__((weak));

// Reported when the calling thread holds a lock here; returns how many it holds.
int gordian_assert_no_locks_held(void) __attribute__((weak));

#ifdef __cplusplus
}
#endif

#define GORDIAN_TELL_(function, arguments) ((function) != 0 ? (function)arguments : (void)0)

#define GORDIAN_NAME_LOCK(lock, name) GORDIAN_TELL_(gordian_name_lock, ((lock), (name)))
#define GORDIAN_NAME_THREAD(name) GORDIAN_TELL_(gordian_name_thread, (name))
#define GORDIAN_LOCK_CREATE(lock, name, sort) \
  GORDIAN_TELL_(gordian_lock_create, ((lock), (name), (sort)))
#define GORDIAN_LOCK_DESTROY(lock) GORDIAN_TELL_(gordian_lock_destroy, (lock))
#define GORDIAN_LOCK_BEFORE(lock, how) GORDIAN_TELL_(gordian_lock_before, ((lock), (how)))
#define GORDIAN_LOCK_ACQUIRED(lock, how) GORDIAN_TELL_(gordian_lock_acquired, ((lock), (how)))
#define GORDIAN_LOCK_FAILED(lock) GORDIAN_TELL_(gordian_lock_failed, (lock))
#define GORDIAN_LOCK_RELEASED(lock) GORDIAN_TELL_(gordian_lock_released, (lock))
#define GORDIAN_PUBLISH(object, size) GORDIAN_TELL_(gordian_publish, ((object), (size)))
#define GORDIAN_RANK(lock, rank) GORDIAN_TELL_(gordian_rank, ((lock), (rank)))
#define GORDIAN_NEVER_TOGETHER(lock, other) GORDIAN_TELL_(gordian_never_together, ((lock), (other)))
#define GORDIAN_QUIET_BEGIN() GORDIAN_TELL_(gordian_quiet_begin, ())
#define GORDIAN_QUIET_END() GORDIAN_TELL_(gordian_quiet_end, ())
#define GORDIAN_ASSERT_NO_LOCKS_HELD() \
  (gordian_assert_no_locks_held != 0 ? gordian_assert_no_locks_held() : 0)

#ifdef __cplusplus
namespace gordian {

// Quiet while it lives.
class Quiet {
 public:
  Quiet() { GORDIAN_QUIET_BEGIN(); }
  ~Quiet() { GORDIAN_QUIET_END(); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
};

// A lock class of the program's own (anything with lock() and unlock(); try_lock() and the shared
// functions where it has them) that Gordian sees: gordian::Observed<SpinLock> instead of SpinLock.
template <typename Lock>
class Observed {
 public:
  explicit Observed(const char* name = nullptr, unsigned sort = 0) {
    GORDIAN_LOCK_CREATE(this, name, sort);
  }
  ~Observed() { GORDIAN_LOCK_DESTROY(this); }
  Observed(const Observed&) = delete;
  Observed& operator=(const Observed&) = delete;

  void lock() {
    GORDIAN_LOCK_BEFORE(this, GORDIAN_EXCLUSIVE);
    lock_.lock();
    GORDIAN_LOCK_ACQUIRED(this, GORDIAN_EXCLUSIVE);
  }
  bool try_lock() {
    if (!lock_.try_lock()) return false;
    GORDIAN_LOCK_ACQUIRED(this, GORDIAN_TRY);
    return true;
  }
  void unlock() {
    GORDIAN_LOCK_RELEASED(this);
    lock_.unlock();
  }
  void lock_shared() {
    GORDIAN_LOCK_BEFORE(this, GORDIAN_SHARED);
    lock_.lock_shared();
    GORDIAN_LOCK_ACQUIRED(this, GORDIAN_SHARED);
  }
  bool try_lock_shared() {
    if (!lock_.try_lock_shared()) return false;
    GORDIAN_LOCK_ACQUIRED(this, GORDIAN_SHARED | GORDIAN_TRY);
    return true;
  }
  void unlock_shared() {
    GORDIAN_LOCK_RELEASED(this);
    lock_.unlock_shared();
  }

 private:
  Lock lock_;
};

}  // namespace gordian
#endif
