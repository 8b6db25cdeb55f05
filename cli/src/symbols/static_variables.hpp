// The variables with a fixed address in one binary's debug information.
#pragma once

#include "symbols/cu_index.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gordian::cli::symbols {

class StaticVariables {
 public:
  struct Found {
    Dwarf_Die variable;
    Dwarf_Die type;
    std::uint64_t offset = 0;  // of the address asked for, inside the variable
  };

  explicit StaticVariables(const CuIndex& units) : units_(units) {}
  // Reads the units on first use: those of namespaces, then, only if nothing fits, those inside
  // functions.
  std::optional<Found> at(std::uint64_t address);

 private:
  struct Entry {
    std::uint64_t address;
    Dwarf_Off die;
  };
  enum class Read { Nothing, Namespaces, Everything };

  void read(bool insideFunctions);
  void collect(Dwarf_Die& scope, bool insideFunctions, int depth);
  [[nodiscard]] std::optional<Found> lookUp(std::uint64_t address) const;

  const CuIndex& units_;
  Read read_ = Read::Nothing;
  std::vector<Entry> entries_;
};

}  // namespace gordian::cli::symbols
