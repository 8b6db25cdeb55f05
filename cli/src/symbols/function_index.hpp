// The functions of one compile unit by address. One pass over the unit's entries; libdw's own
// search would pass over all of them for every address.
#pragma once

#include <elfutils/libdw.h>

#include <cstdint>
#include <vector>

namespace gordian::cli::symbols {

class FunctionIndex {
 public:
  explicit FunctionIndex(Dwarf_Die& unit);

  // The function, inlined functions and blocks that cover the address, innermost first; inlined
  // functions at their call site. Empty when no function does.
  std::vector<Dwarf_Die> scopesAt(std::uint64_t address);

 private:
  struct Range {
    std::uint64_t low, high;
    Dwarf_Die function;
  };
  void collect(Dwarf_Die& scope, bool insideFunctions, int depth);
  void sort();
  [[nodiscard]] const Range* functionAt(std::uint64_t address) const;
  void addRanges(Dwarf_Die& function);

  Dwarf_Die unit_;
  std::vector<Range> ranges_;
  bool insideFunctions_ = false;  // ranges_ has those of local classes and lambdas too
};

}  // namespace gordian::cli::symbols
