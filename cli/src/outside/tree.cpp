#include "tree.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "../live/proc_files.hpp"
#include "proc_lines.hpp"

namespace gordian::cli::outside {
namespace {

// More than a machine has: who writes such a list is not the system.
constexpr std::size_t kMostProcesses = std::size_t{1} << 20;

std::vector<std::uint32_t> treeByParents(std::uint32_t root,
                                         const std::vector<std::uint32_t>& processes) {
  std::multimap<std::uint32_t, std::uint32_t> children;
  for (const std::uint32_t pid : processes)
    if (const auto stat = statIn(contentOf(fmt::format("/proc/{}/stat", pid)).value_or("")))
      children.emplace(stat->parent, pid);
  std::vector<std::uint32_t> tree{root};
  std::set<std::uint32_t> known{root};  // a number may be used anew meanwhile
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const auto [begin, end] = children.equal_range(tree[i]);
    for (auto child = begin; child != end; ++child)
      if (known.insert(child->second).second) tree.push_back(child->second);
  }
  return tree;
}

}  // namespace

std::vector<std::uint32_t> childrenIn(std::string_view text) {
  std::vector<std::uint32_t> children;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    std::uint32_t child = 0;
    const auto [next, error] = std::from_chars(at, end, child);
    if (error == std::errc()) children.push_back(child);
    at = next + 1;
  }
  return children;
}

std::vector<std::uint32_t> treeOf(std::uint32_t root, std::size_t tasks) {
  constexpr std::size_t kFew = 64;
  if (tasks > kFew)
    if (const auto processes = numbersIn("/proc"); processes && processes->size() < tasks)
      return treeByParents(root, *processes);
  std::vector<std::uint32_t> tree{root};
  std::set<std::uint32_t> known{root};
  for (std::size_t i = 0; i < tree.size() && tree.size() < kMostProcesses; ++i) {
    const std::filesystem::path folder = fmt::format("/proc/{}/task", tree[i]);
    for (const std::uint32_t tid : numbersIn(folder).value_or(std::vector<std::uint32_t>()))
      for (const std::uint32_t child :
           childrenIn(contentOf(folder / std::to_string(tid) / "children").value_or("")))
        if (known.insert(child).second) tree.push_back(child);
  }
  return tree;
}

}  // namespace gordian::cli::outside
