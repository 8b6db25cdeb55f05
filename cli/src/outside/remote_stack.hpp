// Stacks of another process.
//
// A task that sleeps in a system call is unwound without being stopped: the system tells its stack
// and instruction pointers, unwind tables the rest. That ends early where a caller's frame is found
// by a register that no frame in between has saved; then, if the caller allows it and the call is
// one that goes on unnoticed, the task is stopped for the moment by ptrace, as libdwfl does it, and
// let go on every path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../symbols/symbols.hpp"
#include "views.hpp"

namespace gordian::cli::outside {

// Allowed: for tasks that can never continue anyway.
enum class Stops : std::uint8_t { Never, WhereUnnoticed, Allowed };

struct RemoteStack {
  std::vector<SourceFrame> frames;  // innermost first
  bool isComplete = false;          // false: callers may be missing
};

// The binaries of one process, as it has them mapped now; their symbols are kept.
class RemoteStacks {
 public:
  explicit RemoteStacks(std::uint32_t pid);
  ~RemoteStacks();
  RemoteStacks(const RemoteStacks&) = delete;
  RemoteStacks& operator=(const RemoteStacks&) = delete;

  // Empty for a task that does not sleep in a call, or moved while it was read.
  RemoteStack of(const TaskView& task, Stops stops);
  // Name of the variable with static storage that holds the address ("bank.m"); empty: none.
  std::string variableAt(std::uint64_t address);
  [[nodiscard]] std::vector<std::string> notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gordian::cli::outside
