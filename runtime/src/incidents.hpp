// Incidents: something a thread did that is wrong in itself (an unlock of what it does not hold, a
// destroyed lock that is held, …). Each becomes a record with full stacks; nothing else happens.
//
// Slow path only; the caller has set ThreadState::inside and holds no lock of the runtime. errno is
// kept. Bounded: the same thing at the same place 8 times, 4,096 in all, then a note says so.
#pragma once

#include "thread_state.hpp"

namespace gordian::runtime {

struct Incident {
  std::uint32_t rule = 0;
  std::uint32_t detail = recording::kDetailNone;
  LockEntry* lock = nullptr;  // null: none
  // Where: the call into the runtime that is going on, else an earlier call.
  const CallSite* site = nullptr;
  CallPlace place{};
  std::uint32_t thread = recording::kNoThread;  // who did it; kNoThread: the calling thread
  std::uint32_t otherThread = recording::kNoThread;
  LockEntry* otherLock = nullptr;
  CallPlace otherPlace{};
  std::uint64_t value = 0;
  const char* text = "";
};

void noteIncident(ThreadState& thread, const Incident& incident) noexcept;

// In a new recording nothing is written yet. Records lock held, or no other thread.
void forgetIncidents() noexcept;
// Is there one in the recording?
bool anyIncidents() noexcept;

}  // namespace gordian::runtime
