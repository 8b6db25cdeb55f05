#include "symbols/member_path.hpp"

#include "symbols/die.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gordian::cli::symbols {
namespace {

constexpr int kDeepest = 64;

bool isLockType(std::string_view name) {
  constexpr std::array<std::string_view, 12> kLocks{"pthread_mutex_t",
                                                    "pthread_rwlock_t",
                                                    "pthread_spinlock_t",
                                                    "sem_t",
                                                    "mtx_t",
                                                    "mutex",
                                                    "recursive_mutex",
                                                    "timed_mutex",
                                                    "shared_mutex",
                                                    "shared_timed_mutex",
                                                    "recursive_timed_mutex",
                                                    "spinlock"};
  return std::find(kLocks.begin(), kLocks.end(), name) != kLocks.end() ||
         name.starts_with("counting_semaphore<");
}

bool isAggregate(int tag) {
  return tag == DW_TAG_structure_type || tag == DW_TAG_class_type || tag == DW_TAG_union_type;
}

bool isAlias(int tag) {
  return tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
         tag == DW_TAG_atomic_type;
}

// One entry per dimension; 0 when the debug information does not say.
std::vector<std::uint64_t> elementCounts(Dwarf_Die& array) {
  std::vector<std::uint64_t> counts;
  forEachChild(&array, [&](Dwarf_Die& child) {
    if (dwarf_tag(&child) != DW_TAG_subrange_type) return true;
    const auto count = number(&child, DW_AT_count), last = number(&child, DW_AT_upper_bound);
    counts.push_back(count ? *count : last ? *last + 1 : 0);
    return counts.size() < 8;
  });
  return counts;
}

std::uint64_t sizeWithin(Dwarf_Die type, int depth) {
  type = definitionOf(type);
  if (const auto size = number(&type, DW_AT_byte_size)) return *size;
  const int tag = dwarf_tag(&type);
  const auto inner = reference(&type, DW_AT_type);
  if (!inner || depth > kDeepest || (!isAlias(tag) && tag != DW_TAG_array_type)) return 0;
  std::uint64_t size = sizeWithin(*inner, depth + 1);
  if (tag == DW_TAG_array_type) {
    for (const std::uint64_t count : elementCounts(type)) size *= count;
  }
  return size;
}

class Walk {
 public:
  // True when a lock type was reached; the path so far stays in `out` either way.
  bool descend(Dwarf_Die type, std::uint64_t offset, int depth, MemberPath& out) {
    for (int hop = 0; hop < kDeepest; ++hop) {
      type = definitionOf(type);
      const char* name = text(&type, DW_AT_name);
      const int tag = dwarf_tag(&type);
      if (name != nullptr && isLockType(name) && tag != DW_TAG_pointer_type) return true;
      if (depth > kDeepest) return false;
      if (isAggregate(tag)) return member(type, offset, depth, out);
      if (tag == DW_TAG_array_type) return element(type, offset, depth, out);
      const auto target = isAlias(tag) ? reference(&type, DW_AT_type) : std::nullopt;
      if (!target) return false;
      type = *target;
    }
    return false;
  }

 private:
  bool member(Dwarf_Die type, std::uint64_t offset, int depth, MemberPath& out) {
    bool reached = false, tried = false;
    const MemberPath before = out;
    forEachChild(&type, [&](Dwarf_Die& child) {
      const int tag = dwarf_tag(&child);
      if (tag != DW_TAG_member && tag != DW_TAG_inheritance) return true;
      const auto inner = reference(&child, DW_AT_type);
      Dwarf_Attribute external;
      if (!inner || dwarf_attr(&child, DW_AT_external, &external) != nullptr) return true;
      const std::uint64_t start = number(&child, DW_AT_data_member_location).value_or(0);
      if (offset < start || offset - start >= sizeOf(*inner)) return true;
      MemberPath next = before;
      if (tag == DW_TAG_member) append(type, child, next);
      reached = descend(*inner, offset - start, depth + 1, next);
      // In a union the alternative that holds a lock is meant; else the first is as good as any.
      if (reached || !tried) out = next;
      tried = true;
      return !reached;
    });
    return reached;
  }

  // Members of unnamed type, and the library's own (`_M_elems`), have no name for people.
  static void append(Dwarf_Die& type, Dwarf_Die& child, MemberPath& out) {
    const char* name = text(&child, DW_AT_name);
    if (name == nullptr || std::string_view(name).starts_with("_M_") ||
        std::string_view(name).starts_with("__")) {
      return;
    }
    out.path += std::string(".") + name;
    if (text(&type, DW_AT_name) != nullptr) {
      out.owner = type;
      out.ownerPath = name;
    } else {
      out.ownerPath += (out.ownerPath.empty() ? "" : ".") + std::string(name);
    }
  }

  bool element(Dwarf_Die type, std::uint64_t offset, int depth, MemberPath& out) {
    const auto inner = reference(&type, DW_AT_type);
    const std::uint64_t size = inner ? sizeOf(*inner) : 0;
    if (size == 0) return false;
    const std::vector<std::uint64_t> counts = elementCounts(type);
    std::uint64_t index = offset / size;
    std::string indices;
    for (std::size_t i = counts.size(); i-- > 0;) {
      const bool outermost = i == 0 || counts[i] == 0;
      indices.insert(0, "[" + std::to_string(outermost ? index : index % counts[i]) + "]");
      out.ownerPath += "[]";
      if (outermost) break;
      index /= counts[i];
    }
    out.path += indices;
    return descend(*inner, offset % size, depth + 1, out);
  }
};

}  // namespace

MemberPath memberPathAt(Dwarf_Die type, std::uint64_t offset) {
  MemberPath result;
  result.isLock = Walk().descend(type, offset, 0, result);
  return result;
}

std::uint64_t sizeOf(Dwarf_Die type) {
  return sizeWithin(type, 0);
}

}  // namespace gordian::cli::symbols
