// Small questions about debugging information entries. Every answer may be "no": the file that
// they come from is not trusted.
#pragma once

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gordian::cli::symbols {

// Attribute of the entry itself, or of its abstract origin or specification.
std::optional<std::uint64_t> number(Dwarf_Die* die, unsigned attribute);
const char* text(Dwarf_Die* die, unsigned attribute);  // null when missing
const char* linkageName(Dwarf_Die* die);               // null when missing
std::optional<Dwarf_Die> reference(Dwarf_Die* die, unsigned attribute);

// With -fdebug-types-section a class is declared where it is used and defined elsewhere.
Dwarf_Die definitionOf(Dwarf_Die type);

// Name with the namespaces and classes around it.
std::string qualifiedName(Dwarf_Die* die);

// A file of the unit's line table, absolute where the unit allows; empty when there is none.
std::string sourceFile(Dwarf_Die* unit, std::optional<std::uint64_t> index);
std::string absoluteFile(Dwarf_Die* unit, const char* file);

// Until `visit` returns false.
void forEachChild(Dwarf_Die* die, const std::function<bool(Dwarf_Die&)>& visit);

}  // namespace gordian::cli::symbols
