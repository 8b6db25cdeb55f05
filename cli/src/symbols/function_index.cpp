#include "symbols/function_index.hpp"

#include "symbols/die.hpp"

#include <algorithm>

namespace gordian::cli::symbols {
namespace {

constexpr int kDeepest = 256;
constexpr std::size_t kMostRanges = std::size_t{1} << 22;
constexpr int kLookBack = 4;

bool isBlock(int tag) {
  return tag == DW_TAG_lexical_block || tag == DW_TAG_inlined_subroutine ||
         tag == DW_TAG_try_block || tag == DW_TAG_catch_block || tag == DW_TAG_subprogram;
}

// A lambda's function may stand in the function, or the class, that it was written in.
bool mayHoldFunctions(int tag) {
  return isBlock(tag) || tag == DW_TAG_structure_type || tag == DW_TAG_class_type;
}

}  // namespace

FunctionIndex::FunctionIndex(Dwarf_Die& unit) : unit_(unit) {
  collect(unit_, false, 0);
  sort();
}

void FunctionIndex::sort() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.low < b.low; });
}

void FunctionIndex::collect(Dwarf_Die& scope, bool insideFunctions, int depth) {
  if (depth > kDeepest) return;
  forEachChild(&scope, [&](Dwarf_Die& child) {
    const int tag = dwarf_tag(&child);
    if (tag == DW_TAG_subprogram) addRanges(child);
    const bool isSpace = tag == DW_TAG_namespace || tag == DW_TAG_module;
    if (isSpace || (insideFunctions && mayHoldFunctions(tag))) {
      collect(child, insideFunctions, depth + 1);
    }
    return ranges_.size() < kMostRanges;
  });
}

void FunctionIndex::addRanges(Dwarf_Die& function) {
  Dwarf_Addr base = 0, low = 0, high = 0;
  std::ptrdiff_t at = 0;
  while ((at = dwarf_ranges(&function, at, &base, &low, &high)) > 0) {
    if (low != 0 && low < high && ranges_.size() < kMostRanges) {
      ranges_.push_back({low, high, function});
    }
  }
}

const FunctionIndex::Range* FunctionIndex::functionAt(std::uint64_t address) const {
  auto after = std::upper_bound(ranges_.begin(), ranges_.end(), address,
                                [](std::uint64_t a, const Range& r) { return a < r.low; });
  for (int step = 0; step < kLookBack && after != ranges_.begin(); ++step) {
    --after;
    if (address < after->high) return &*after;
  }
  return nullptr;
}

std::vector<Dwarf_Die> FunctionIndex::scopesAt(std::uint64_t address) {
  const Range* range = functionAt(address);
  if (range == nullptr && !insideFunctions_) {
    insideFunctions_ = true;
    ranges_.clear();
    collect(unit_, true, 0);
    sort();
    range = functionAt(address);
  }
  std::vector<Dwarf_Die> scopes;
  if (range != nullptr) scopes.push_back(range->function);
  for (bool deeper = !scopes.empty(); deeper && scopes.size() < kDeepest;) {
    deeper = false;
    Dwarf_Die current = scopes.back();
    forEachChild(&current, [&](Dwarf_Die& child) {
      if (!isBlock(dwarf_tag(&child)) || dwarf_haspc(&child, address) != 1) return true;
      scopes.push_back(child);
      deeper = true;
      return false;
    });
  }
  std::reverse(scopes.begin(), scopes.end());
  return scopes;
}

}  // namespace gordian::cli::symbols
