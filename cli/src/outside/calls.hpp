// What a task waits for, by the system call it sleeps in. The numbers are those of the machine this
// was built for.
#pragma once

#include <cstdint>
#include <optional>

#include "proc_lines.hpp"

namespace gordian::cli::outside {

enum class Sleep : std::uint8_t {
  Other,       // ends by itself or by what nobody here knows: time, sockets, terminals, signals
  Read,        // of `file`
  Write,       // to `file`
  Child,       // the end of `child`, or of any
  FileLock,    // flock on `file`
  RecordLock,  // fcntl on `file`
  Futex,       // `address`
};

struct SleepKind {
  Sleep what = Sleep::Other;
  std::uint32_t file = 0;
  std::optional<std::uint32_t> child;  // none: any
  std::uint64_t address = 0;
  std::uint32_t value = 0;    // Futex: what the word contained
  bool isTimed = false;       // Futex
  bool isPrivate = false;     // Futex: other processes cannot end it
  bool isInheriting = false;  // Futex: the word contains the owner
  bool isShared = false;      // FileLock: asked for as a reader
  bool isOfOpenFile = false;  // RecordLock: belongs to the open file; `address`: of what is asked
};

SleepKind kindOf(const SystemCall& call);

// For people: "read", "futex", "system call 232".
const char* nameOf(const SystemCall& call);

// A stop and a continuation go unnoticed: the call is made again, or waits on, without the program
// seeing EINTR.
bool isRestarted(const SystemCall& call);

}  // namespace gordian::cli::outside
