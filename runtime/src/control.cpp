#include <gordian/control.h>

#include "hooks/hook.hpp"
#include "recorder.hpp"

using namespace gordian::runtime;

GORDIAN_EXPORT const char* gordian_recording_path() {
  return recorder.isOpen() ? recorder.path() : nullptr;
}

GORDIAN_EXPORT void gordian_mark_test(int kind, const char* name) {
  ThreadState* thread = enter();
  if (thread == nullptr || name == nullptr) return;
  const int error = errno;
  const Inside inside(*thread);
  noteTest(*thread, static_cast<std::uint32_t>(kind), name);
  errno = error;
}

GORDIAN_EXPORT void gordian_findings_reported() {
  setFindingsReported();
}
