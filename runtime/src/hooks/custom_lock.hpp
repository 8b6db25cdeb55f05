// Locks that are no functions of the C library: the program (or code written for another tool) says
// what happens to them, and they take the path that all locks take.
#pragma once

#include "hook.hpp"

#include "../given.hpp"

namespace gordian::runtime {

void customCreate(const void* lock, const char* name, std::uint8_t kind,
                  const CallSite& site) noexcept;
void customDestroy(const void* lock, const CallSite& site) noexcept;
// `how` is made of How bits. A try has no `before`.
void customBefore(const void* lock, std::uint32_t how, const CallSite& site) noexcept;
void customAcquired(const void* lock, std::uint32_t how, const CallSite& site) noexcept;
void customFailed(const void* lock) noexcept;
void customReleased(const void* lock, const CallSite& site) noexcept;
// Releases all that a reentrant lock's holder has; returns how often it had it.
int customReleasedAll(const void* lock, const CallSite& site) noexcept;

}  // namespace gordian::runtime
