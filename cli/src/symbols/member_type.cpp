#include "symbols/member_type.hpp"

#include "symbols/die.hpp"
#include "symbols/function_names.hpp"
#include "symbols/member_path.hpp"

#include <optional>
#include <vector>

namespace gordian::cli::symbols {
namespace {

constexpr int kDeepest = 32;

struct Step {
  std::string name;
  bool indexed = false;  // followed by [...]
};

// "pool->workers[i].lock": pool, workers (indexed), lock.
std::vector<Step> stepsOf(std::string_view expression) {
  std::vector<Step> steps(1);
  int depth = 0;
  for (const char c : expression) {
    if (c == '[') {
      ++depth;
      steps.back().indexed = true;
    } else if (c == ']') {
      --depth;
    } else if (depth == 0 && (c == '.' || c == '>')) {
      steps.emplace_back();
    } else if (depth == 0 && c != '-') {
      steps.back().name += c;
    }
  }
  return steps;
}

std::optional<Dwarf_Die> templateArgument(Dwarf_Die& type) {
  std::optional<Dwarf_Die> argument;
  forEachChild(&type, [&](Dwarf_Die& child) {
    if (dwarf_tag(&child) == DW_TAG_template_type_parameter) {
      argument = reference(&child, DW_AT_type);
    }
    return !argument;
  });
  return argument;
}

bool isSmartPointer(std::string_view name) {
  return name.starts_with("unique_ptr<") || name.starts_with("shared_ptr<");
}

bool isSequence(std::string_view name) {
  return name.starts_with("vector<") || name.starts_with("deque<") || name.starts_with("array<");
}

// The class behind typedefs, references, pointers and, where the source indexes, containers.
std::optional<Dwarf_Die> classBehind(Dwarf_Die type, bool indexed) {
  for (int hop = 0; hop < kDeepest; ++hop) {
    type = definitionOf(type);
    const int tag = dwarf_tag(&type);
    if (tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type) {
      const char* name = text(&type, DW_AT_name);
      const bool through =
          name != nullptr && (isSmartPointer(name) || (indexed && isSequence(name)));
      if (!through) return type;
      const auto argument = templateArgument(type);
      if (!argument) return std::nullopt;
      type = *argument;
      continue;
    }
    const auto next = reference(&type, DW_AT_type);
    if (!next) return std::nullopt;
    type = *next;
  }
  return std::nullopt;
}

// The member and the class that declares it: the class itself or one of its bases.
struct Member {
  Dwarf_Die owner, type;
};

std::optional<Member> memberOf(Dwarf_Die owner, const std::string& name, int depth = 0) {
  std::optional<Member> found;
  if (depth > kDeepest) return found;
  forEachChild(&owner, [&](Dwarf_Die& child) {
    const int tag = dwarf_tag(&child);
    const auto type = reference(&child, DW_AT_type);
    if (!type) return true;
    const char* own = text(&child, DW_AT_name);
    if (tag == DW_TAG_member && own != nullptr && own == name) found = Member{owner, *type};
    if (tag == DW_TAG_inheritance) {
      if (const auto base = classBehind(*type, false)) found = memberOf(*base, name, depth + 1);
    }
    return !found;
  });
  return found;
}

// A parameter or local of the function at this level; blocks first.
std::optional<Dwarf_Die> typeOfVariable(const std::string& name, std::vector<Dwarf_Die> scopes,
                                        std::size_t level) {
  for (Dwarf_Die& scope : scopes) {
    std::optional<Dwarf_Die> type;
    if (level == 0) {
      forEachChild(&scope, [&](Dwarf_Die& child) {
        const int tag = dwarf_tag(&child);
        if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter) return true;
        const char* own = text(&child, DW_AT_name);
        if (own != nullptr && own == name) type = reference(&child, DW_AT_type);
        return !type;
      });
    }
    if (type) return type;
    const int tag = dwarf_tag(&scope);
    if (tag == DW_TAG_lexical_block) continue;
    if (level == 0) return std::nullopt;
    --level;
  }
  return std::nullopt;
}

}  // namespace

std::string memberNamedBy(std::string_view expression, CuIndex& units, std::uint64_t address,
                          std::size_t level) {
  auto unit = units.unitAt(address);
  if (!unit) return {};
  const auto scopes = units.scopesAt(*unit, address);
  std::vector<Step> steps = stepsOf(expression);
  auto type = typeOfVariable(steps.front().name, scopes, level);
  if (!type) {  // a member function's own member
    type = typeOfVariable("this", scopes, level);
    steps.insert(steps.begin(), Step{"this"});
  }
  std::string member;
  for (std::size_t i = 1; type && i < steps.size(); ++i) {
    const auto owner = classBehind(*type, steps[i - 1].indexed);
    const auto found = owner ? memberOf(*owner, steps[i].name) : std::nullopt;
    if (!found) return {};
    Dwarf_Die declaring = found->owner;
    const std::string name = shortType(qualifiedName(&declaring));
    if (name.empty() || name.starts_with("std::")) return {};
    member = name + "::" + steps[i].name + (steps[i].indexed ? "[]" : "");
    type = found->type;
  }
  return type ? printable(member) : std::string();
}

}  // namespace gordian::cli::symbols
