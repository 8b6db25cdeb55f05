// The local variable that an address on a thread's stack belonged to.
#pragma once

#include "symbols/cu_index.hpp"
#include "symbols/member_path.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gordian::cli::symbols {

// A frame while one of its calls was in progress.
struct LiveFrame {
  std::uint64_t pc = 0;              // inside the call instruction; the file's own address
  std::uint64_t low = 0;             // the stack pointer at that call: its locals begin here
  std::optional<std::uint64_t> cfa;  // where it ends; unknown for the last frame of a cut stack
};

struct StackVariable {
  std::string name;
  MemberPath member;
  Dwarf_Die variable;
};

// Only a variable that has a lock at that place counts. x86-64.
std::optional<StackVariable> stackVariableAt(CuIndex& units, Elf* elf, const LiveFrame& frame,
                                             std::uint64_t address);

}  // namespace gordian::cli::symbols
