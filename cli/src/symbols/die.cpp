#include "symbols/die.hpp"

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace gordian::cli::symbols {
namespace {

// More children than any compiler writes: a loop in a damaged file ends here.
constexpr int kMostChildren = 1 << 22;
constexpr int kMostScopes = 256;

std::vector<Dwarf_Die> take(Dwarf_Die* scopes, int count) {
  const std::unique_ptr<Dwarf_Die, void (*)(void*)> owner(scopes, std::free);
  std::vector<Dwarf_Die> result;
  for (int i = 0; i < count && i < kMostScopes; ++i) result.push_back(scopes[i]);
  return result;
}

bool isUnit(Dwarf_Die* die) {
  const int tag = dwarf_tag(die);
  return tag == DW_TAG_compile_unit || tag == DW_TAG_partial_unit || tag == DW_TAG_type_unit ||
         tag == DW_TAG_skeleton_unit;
}

// To find out what encloses an entry costs a pass over its unit; in C nothing does.
bool hasNoNamespaces(Dwarf_Die* die) {
  Dwarf_Die unit;
  if (dwarf_diecu(die, &unit, nullptr, nullptr) == nullptr) return false;
  const int language = dwarf_srclang(&unit);
  return language == DW_LANG_C89 || language == DW_LANG_C || language == DW_LANG_C99 ||
         language == DW_LANG_C11;
}

// The entry and what encloses it where it stands, innermost first, without the unit.
std::vector<Dwarf_Die> enclosing(Dwarf_Die* die) {
  Dwarf_Die* scopes = nullptr;
  const int count = dwarf_getscopes_die(die, &scopes);
  auto result = take(scopes, count);
  while (!result.empty() && isUnit(&result.back())) result.pop_back();
  return result;
}

}  // namespace

std::optional<std::uint64_t> number(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (dwarf_attr_integrate(die, attribute, &found) == nullptr) return std::nullopt;
  if (dwarf_formudata(&found, &value) != 0) return std::nullopt;
  return value;
}

const char* text(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  if (dwarf_attr_integrate(die, attribute, &found) == nullptr) return nullptr;
  return dwarf_formstring(&found);
}

const char* linkageName(Dwarf_Die* die) {
  const char* name = text(die, DW_AT_linkage_name);
  return name != nullptr ? name : text(die, DW_AT_MIPS_linkage_name);
}

std::optional<Dwarf_Die> reference(Dwarf_Die* die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Die target;
  if (dwarf_attr_integrate(die, attribute, &found) == nullptr) return std::nullopt;
  if (dwarf_formref_die(&found, &target) == nullptr) return std::nullopt;
  return target;
}

Dwarf_Die definitionOf(Dwarf_Die type) {
  const auto target = reference(&type, DW_AT_signature);
  return target ? *target : type;
}

std::string qualifiedName(Dwarf_Die* die) {
  // The declaration stands inside its class and namespace; the definition usually does not.
  Dwarf_Die declared = *die;
  for (int hop = 0; hop < 4; ++hop) {
    Dwarf_Attribute found;
    Dwarf_Die target;
    Dwarf_Attribute* link = dwarf_attr(&declared, DW_AT_abstract_origin, &found);
    if (link == nullptr) link = dwarf_attr(&declared, DW_AT_specification, &found);
    if (link == nullptr || dwarf_formref_die(link, &target) == nullptr) break;
    declared = target;
  }
  std::string name;
  if (hasNoNamespaces(&declared)) {
    const char* own = text(&declared, DW_AT_name);
    return own != nullptr ? own : "";
  }
  for (Dwarf_Die& scope : enclosing(&declared)) {
    const int tag = dwarf_tag(&scope);
    const bool first = name.empty();
    if (!first && tag == DW_TAG_lexical_block) continue;
    const char* own = text(&scope, DW_AT_name);
    if (own == nullptr) {
      if (first) return {};
      // A class without a name that can be called is a lambda.
      if (name.starts_with("operator()")) name.insert(0, "{lambda}::");
      continue;
    }
    if (!first) name.insert(0, "::");
    name.insert(0, own);
  }
  return name;
}

std::string absoluteFile(Dwarf_Die* unit, const char* file) {
  if (file == nullptr) return {};
  std::filesystem::path path(file);
  const char* folder = text(unit, DW_AT_comp_dir);
  if (path.is_relative() && folder != nullptr) path = std::filesystem::path(folder) / path;
  return path.lexically_normal().string();
}

// dwarf_decl_file refuses index 0, which is the unit's own file since DWARF 5 (clang uses it).
std::string sourceFile(Dwarf_Die* unit, std::optional<std::uint64_t> index) {
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  Dwarf_Half version = 0;
  if (!index || dwarf_getsrcfiles(unit, &files, &count) != 0 || *index >= count) return {};
  const bool known =
      dwarf_cu_info(unit->cu, &version, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) == 0;
  if (*index == 0 && (!known || version < 5)) return {};
  return absoluteFile(unit, dwarf_filesrc(files, *index, nullptr, nullptr));
}

void forEachChild(Dwarf_Die* die, const std::function<bool(Dwarf_Die&)>& visit) {
  Dwarf_Die child;
  if (dwarf_child(die, &child) != 0) return;
  for (int i = 0; i < kMostChildren; ++i) {
    if (!visit(child)) return;
    if (dwarf_siblingof(&child, &child) != 0) return;
  }
}

}  // namespace gordian::cli::symbols
