// Memory that is given back takes its locks with it: std::mutex has no destroy call.
#include "hook.hpp"

#include <malloc.h>

namespace gordian::runtime {
namespace {

// Is it the program that gives memory back?
[[gnu::always_inline]] inline bool isProgram() noexcept {
  return isObserving() && (self == nullptr || (self->inside & kInside) == 0);
}

void forgetMemory(void* start, size_t size) noexcept {
  const InsideIfKnown inside(enter());
  forgetRange(start, size);
}

// The same before it goes: its locks may be in use.
void loseMemory(void* start, size_t size, Memory memory, const CallSite& site) noexcept {
  ThreadState* thread = enter();
  const InsideIfKnown inside(thread);
  if (thread != nullptr)
    noteMemoryGoes(*thread, start, size, memory, site);
  else
    forgetRange(start, size);
}

}  // namespace
}  // namespace gordian::runtime

using namespace gordian::runtime;

GORDIAN_EXPORT void free(void* p) noexcept {
  if (p != nullptr && mayHoldLocks(p) && isProgram())
    loseMemory(p, malloc_usable_size(p), Memory::Readable, GORDIAN_CALL_SITE);
  real::free(p);
}

GORDIAN_EXPORT void* realloc(void* p, size_t n) noexcept {
  const bool look = p != nullptr && mayHoldLocks(p) && isProgram();
  const size_t size = look ? malloc_usable_size(p) : 0;
  void* moved = real::realloc(p, n);
  if (look && moved != p && (moved != nullptr || n == 0)) forgetMemory(p, size);
  return moved;
}

GORDIAN_EXPORT int munmap(void* p, size_t n) noexcept {
  if (n != 0 && isProgram()) loseMemory(p, n, Memory::PerhapsUnmapped, GORDIAN_CALL_SITE);
  return real::munmap(p, n);
}
