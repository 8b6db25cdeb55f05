#include "symbols/static_variables.hpp"

#include "symbols/die.hpp"
#include "symbols/member_path.hpp"

#include <algorithm>

namespace gordian::cli::symbols {
namespace {

constexpr int kDeepest = 64;
constexpr int kLookBack = 4;

std::optional<std::uint64_t> fixedAddress(Dwarf_Die& variable) {
  Dwarf_Attribute location;
  Dwarf_Op* ops = nullptr;
  std::size_t count = 0;
  if (dwarf_attr(&variable, DW_AT_location, &location) == nullptr) return std::nullopt;
  const unsigned form = dwarf_whatform(&location);
  if (form == DW_FORM_sec_offset || form == DW_FORM_loclistx) return std::nullopt;
  if (dwarf_getlocation(&location, &ops, &count) != 0 || count != 1) return std::nullopt;
  if (ops[0].atom == DW_OP_addr) return ops[0].number;
  Dwarf_Attribute indirect;
  Dwarf_Addr address = 0;
  if (ops[0].atom != DW_OP_addrx && ops[0].atom != DW_OP_GNU_addr_index) return std::nullopt;
  if (dwarf_getlocation_attr(&location, ops, &indirect) != 0) return std::nullopt;
  if (dwarf_formaddr(&indirect, &address) != 0) return std::nullopt;
  return address;
}

bool opensScope(int tag, bool insideFunctions) {
  if (tag == DW_TAG_namespace) return true;
  return insideFunctions && (tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block ||
                             tag == DW_TAG_inlined_subroutine);
}

}  // namespace

std::optional<StaticVariables::Found> StaticVariables::at(std::uint64_t address) {
  if (read_ == Read::Nothing) {
    read(false);
    read_ = Read::Namespaces;
  }
  auto found = lookUp(address);
  if (!found && read_ == Read::Namespaces) {
    read(true);
    read_ = Read::Everything;
    found = lookUp(address);
  }
  return found;
}

void StaticVariables::read(bool insideFunctions) {
  entries_.clear();
  for (const Dwarf_Off offset : units_.units()) {
    Dwarf_Die unit;
    if (dwarf_offdie(units_.dwarf(), offset, &unit) != nullptr) collect(unit, insideFunctions, 0);
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.address != b.address ? a.address < b.address : a.die < b.die;
  });
}

void StaticVariables::collect(Dwarf_Die& scope, bool insideFunctions, int depth) {
  if (depth > kDeepest) return;
  forEachChild(&scope, [&](Dwarf_Die& child) {
    const int tag = dwarf_tag(&child);
    if (tag == DW_TAG_variable) {
      const auto address = fixedAddress(child);
      if (address && *address != 0) entries_.push_back({*address, dwarf_dieoffset(&child)});
    } else if (opensScope(tag, insideFunctions)) {
      collect(child, insideFunctions, depth + 1);
    }
    return true;
  });
}

std::optional<StaticVariables::Found> StaticVariables::lookUp(std::uint64_t address) const {
  auto after = std::upper_bound(entries_.begin(), entries_.end(), address,
                                [](std::uint64_t a, const Entry& e) { return a < e.address; });
  for (int step = 0; step < kLookBack && after != entries_.begin(); ++step) {
    --after;
    Found found;
    if (dwarf_offdie(units_.dwarf(), after->die, &found.variable) == nullptr) continue;
    const auto type = reference(&found.variable, DW_AT_type);
    if (!type || address - after->address >= sizeOf(*type)) continue;
    found.type = *type;
    found.offset = address - after->address;
    return found;
  }
  return std::nullopt;
}

}  // namespace gordian::cli::symbols
