#include "tree.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <set>
#include <string>

#include "../live/proc_files.hpp"

namespace gordian::cli::outside {
namespace {

// More than a machine has: who writes such a list is not the system.
constexpr std::size_t kMostProcesses = std::size_t{1} << 20;

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

std::vector<std::uint32_t> treeOf(std::uint32_t root) {
  std::vector<std::uint32_t> tree{root};
  std::set<std::uint32_t> known{root};
  for (std::size_t i = 0; i < tree.size() && tree.size() < kMostProcesses; ++i) {
    const std::filesystem::path tasks = fmt::format("/proc/{}/task", tree[i]);
    for (const std::uint32_t tid : numbersIn(tasks).value_or(std::vector<std::uint32_t>()))
      for (const std::uint32_t child :
           childrenIn(contentOf(tasks / std::to_string(tid) / "children").value_or("")))
        if (known.insert(child).second) tree.push_back(child);
  }
  return tree;
}

}  // namespace gordian::cli::outside
