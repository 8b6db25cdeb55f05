// The functions behind the hooks: real::pthread_mutex_lock(m) reads like prose.
//
// Each pointer starts at a stub that resolves the whole table and calls on, so hooks work before
// any constructor ran and the lock path has no test for "resolved?".
#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <threads.h>
#include <cstddef>
#include <ctime>

namespace gordian::runtime::real {

// NOLINTBEGIN(bugprone-macro-parentheses): a type and a parameter list
#define GORDIAN_HOOK(name, result, parameters, arguments) \
  [[gnu::visibility("hidden")]] extern result(*name) parameters;
// NOLINTEND(bugprone-macro-parentheses)
#include "hooks.def"
#undef GORDIAN_HOOK

#if defined(__x86_64__)
// The condition variables of programs linked before glibc 2.3.2 have another layout.
extern int (*pthread_cond_wait_old)(pthread_cond_t*, pthread_mutex_t*);
extern int (*pthread_cond_timedwait_old)(pthread_cond_t*, pthread_mutex_t*, const timespec*);
extern int (*pthread_cond_signal_old)(pthread_cond_t*);
extern int (*pthread_cond_broadcast_old)(pthread_cond_t*);
#endif

// Idempotent; called by the stubs and by the library's constructor.
void resolve();

// What a call of the program to that name reaches.
void* reached(const char* name);

}  // namespace gordian::runtime::real
