// Classes of locks, for --stats: locks that were made, or first asked for, in one place; a static
// one is a class of its own. Their number is that of places in the program, whatever the number of
// locks. The records lock is held.
#pragma once

#include "lock_table.hpp"

namespace gordian::runtime {

struct LockClass {
  std::uint64_t key = 0;
  std::uint32_t next = 0;      // of its bucket, index + 1
  std::uint32_t locks = 0;     // seen so far
  LockEntry* first = nullptr;  // the first of them, and as it was: its entry may be used anew
  LockEntry copy{};
};

// Index + 1; 0: there are too many.
std::uint32_t internClass(LockEntry& entry) noexcept;
std::uint32_t locksOfClass(std::uint32_t lockClass) noexcept;
// The record of one of its locks; 0 when it could not be written.
std::uint32_t recordOfClass(std::uint32_t lockClass) noexcept;
// In a new recording.
void forgetClasses() noexcept;

}  // namespace gordian::runtime
