// From a variable to the lock inside it: "alice" and an offset become ".m", "[2]",
// ".workers[3].lock".
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <string>

namespace gordian::cli::symbols {

struct MemberPath {
  std::string path;                // to append to the variable's name
  std::optional<Dwarf_Die> owner;  // the innermost class with a named member on the way
  std::string ownerPath;           // from there, without indices: "workers[].lock"
  bool isLock = false;             // ended at a lock type, not in the middle of something else
};

// Pointers are not followed; what a lock type is made of is not shown.
MemberPath memberPathAt(Dwarf_Die type, std::uint64_t offset);

// Size of a variable of this type; 0 when unknown.
std::uint64_t sizeOf(Dwarf_Die type);

}  // namespace gordian::cli::symbols
