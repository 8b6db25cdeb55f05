// Ends that run no destructors. fork needs no hook: pthread_atfork (process.cpp).
#include "hook.hpp"

using namespace gordian::runtime;

GORDIAN_EXPORT void _exit(int status) {
  finishProcess(true);
  real::_exit(status);
  __builtin_unreachable();
}

GORDIAN_EXPORT void _Exit(int status) noexcept {
  finishProcess(true);
  real::_Exit(status);
  __builtin_unreachable();
}
