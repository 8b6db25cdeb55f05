// Which compile unit covers an address. Built from the units' own ranges, because clang writes no
// .debug_aranges; built once, so that many addresses are cheap.
#pragma once

#include "symbols/function_index.hpp"

#include <elfutils/libdw.h>

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace gordian::cli::symbols {

class CuIndex {
 public:
  explicit CuIndex(Dwarf* dwarf);
  [[nodiscard]] std::optional<Dwarf_Die> unitAt(std::uint64_t address) const;
  // Function, inlined functions and blocks at the address, innermost first.
  std::vector<Dwarf_Die> scopesAt(Dwarf_Die& unit, std::uint64_t address);
  [[nodiscard]] const std::vector<Dwarf_Off>& units() const { return units_; }
  [[nodiscard]] Dwarf* dwarf() const { return dwarf_; }

 private:
  struct Range {
    std::uint64_t low, high;
    Dwarf_Off unit;
  };
  void addRanges(Dwarf_Die* unit);

  Dwarf* dwarf_;
  std::vector<Range> ranges_;
  std::vector<Dwarf_Off> units_;
  std::unordered_map<Dwarf_Off, FunctionIndex> functions_;  // of the units asked for
};

}  // namespace gordian::cli::symbols
