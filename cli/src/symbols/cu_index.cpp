#include "symbols/cu_index.hpp"

#include "symbols/die.hpp"

#include <algorithm>

namespace gordian::cli::symbols {
namespace {

constexpr std::size_t kMostRanges = std::size_t{1} << 24;
constexpr int kLookBack = 8;

}  // namespace

CuIndex::CuIndex(Dwarf* dwarf) : dwarf_(dwarf) {
  Dwarf_Off offset = 0, next = 0;
  std::size_t header = 0;
  while (dwarf_nextcu(dwarf_, offset, &next, &header, nullptr, nullptr, nullptr) == 0) {
    Dwarf_Die unit;
    if (dwarf_offdie(dwarf_, offset + header, &unit) != nullptr) {
      units_.push_back(offset + header);
      addRanges(&unit);
    }
    if (next <= offset || ranges_.size() > kMostRanges) break;
    offset = next;
  }
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.low < b.low; });
  ranges_.shrink_to_fit();
}

void CuIndex::addRanges(Dwarf_Die* unit) {
  Dwarf_Addr base = 0, low = 0, high = 0;
  std::ptrdiff_t at = 0;
  while ((at = dwarf_ranges(unit, at, &base, &low, &high)) > 0) {
    // A function that the linker threw away keeps a range at 0.
    if (low != 0 && low < high && ranges_.size() <= kMostRanges) {
      ranges_.push_back({low, high, dwarf_dieoffset(unit)});
    }
  }
}

std::vector<Dwarf_Die> CuIndex::scopesAt(Dwarf_Die& unit, std::uint64_t address) {
  const Dwarf_Off offset = dwarf_dieoffset(&unit);
  return functions_.try_emplace(offset, unit).first->second.scopesAt(address);
}

std::optional<Dwarf_Die> CuIndex::unitAt(std::uint64_t address) const {
  auto after = std::upper_bound(ranges_.begin(), ranges_.end(), address,
                                [](std::uint64_t a, const Range& r) { return a < r.low; });
  for (int step = 0; step < kLookBack && after != ranges_.begin(); ++step) {
    --after;
    if (address >= after->high) continue;
    Dwarf_Die unit;
    if (dwarf_offdie(dwarf_, after->unit, &unit) != nullptr) return unit;
  }
  return std::nullopt;
}

}  // namespace gordian::cli::symbols
