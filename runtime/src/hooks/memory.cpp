// Memory that is given back takes its locks with it: std::mutex has no destroy call.
#include "hook.hpp"

#include <malloc.h>

namespace gordian::runtime {
namespace {

[[gnu::always_inline]] inline bool isInside() noexcept {
  return self != nullptr && self->inside != 0;
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT void free(void* p) noexcept {
  if (p != nullptr && mayHoldLocks(p) && isObserving() && !isInside())
    forgetRange(p, malloc_usable_size(p));
  real::free(p);
}

GORDIAN_EXPORT void* realloc(void* p, size_t n) noexcept {
  const bool look = p != nullptr && mayHoldLocks(p) && isObserving() && !isInside();
  const size_t size = look ? malloc_usable_size(p) : 0;
  void* moved = real::realloc(p, n);
  if (look && moved != p && (moved != nullptr || n == 0)) forgetRange(p, size);
  return moved;
}

GORDIAN_EXPORT int munmap(void* p, size_t n) noexcept {
  if (isObserving() && !isInside()) forgetRange(p, n);
  return real::munmap(p, n);
}
