#include "symbols/inline_chain.hpp"

#include "symbols/die.hpp"
#include "symbols/function_names.hpp"

namespace gordian::cli::symbols {
namespace {

void placeByLineTable(Dwarf_Die* unit, std::uint64_t address, ChainLink& link) {
  Dwarf_Line* row = dwarf_getsrc_die(unit, address);
  if (row == nullptr) return;
  int line = 0, column = 0;
  if (dwarf_lineno(row, &line) != 0 || line <= 0) return;
  dwarf_linecol(row, &column);
  link.file = absoluteFile(unit, dwarf_linesrc(row, nullptr, nullptr));
  link.line = static_cast<std::uint32_t>(line);
  link.column = column > 0 ? static_cast<std::uint32_t>(column) : 0;
}

void placeByCall(Dwarf_Die* unit, Dwarf_Die* inlined, ChainLink& link) {
  link.file = sourceFile(unit, number(inlined, DW_AT_call_file));
  link.line = static_cast<std::uint32_t>(number(inlined, DW_AT_call_line).value_or(0));
  link.column = static_cast<std::uint32_t>(number(inlined, DW_AT_call_column).value_or(0));
}

void name(Dwarf_Die* function, ChainLink& link) {
  if (const char* mangled = linkageName(function)) {
    link.function = functionName(mangled);
    link.qualified = true;
    return;
  }
  const std::string plain = qualifiedName(function);
  link.qualified = plain.find("::") != std::string::npos;
  link.function = shortFunction(plain);
}

}  // namespace

std::vector<ChainLink> inlineChain(CuIndex& index, std::uint64_t address) {
  std::vector<ChainLink> chain;
  auto unit = index.unitAt(address);
  if (!unit) return chain;
  ChainLink place;
  placeByLineTable(&*unit, address, place);
  for (Dwarf_Die& scope : index.scopesAt(*unit, address)) {
    const int tag = dwarf_tag(&scope);
    if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) continue;
    ChainLink link = place;
    link.inlined = tag == DW_TAG_inlined_subroutine;
    name(&scope, link);
    chain.push_back(std::move(link));
    if (tag == DW_TAG_subprogram) break;
    place = ChainLink{};
    placeByCall(&*unit, &scope, place);
  }
  if (chain.empty() && place.line != 0) chain.push_back(place);
  return chain;
}

}  // namespace gordian::cli::symbols
