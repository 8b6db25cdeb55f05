#include "environment.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace gordian::cli {
namespace {

bool isSanitizer(std::string_view library) {
  library.remove_prefix(library.rfind('/') == std::string_view::npos ? 0 : library.rfind('/') + 1);
  for (const std::string_view name : {"libasan", "libtsan", "liblsan", "libubsan", "libhwasan",
                                      "libclang_rt.asan", "libclang_rt.tsan"})
    if (library.substr(0, name.size()) == name) return true;
  return false;
}

// The loader separates by blanks and by colons.
std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const auto end = std::min(list.find_first_of(" :"), list.size());
    if (end > 0) items.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return items;
}

std::string valueOf(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

std::string composePreload(std::string_view existing, const std::filesystem::path& library,
                           const std::vector<std::string>& needed) {
  std::vector<std::string> first;
  std::vector<std::string> rest;
  for (const std::string& item : split(existing)) {
    if (item == library.native()) continue;
    (isSanitizer(item) ? first : rest).push_back(item);
  }
  const auto nameOf = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  for (const std::string& item : needed) {
    const bool isThere = std::any_of(first.begin(), first.end(), [&](const std::string& known) {
      return nameOf(known) == nameOf(item);
    });
    // By its bare name: the loader finds it on the same path as for the program itself.
    if (isSanitizer(item) && !isThere) first.push_back(item);
  }
  first.push_back(library.native());
  first.insert(first.end(), rest.begin(), rest.end());
  return fmt::format("{}", fmt::join(first, ":"));
}

void applyPreload(const Preload& preload) {
  const auto set = [](const char* name, const std::string& value) {
    setenv(name, value.c_str(), 1);
  };
  set("LD_PRELOAD", composePreload(valueOf("LD_PRELOAD"), preload.library, preload.needed));
  // A child that is built with ASan would refuse to start behind our library.
  const std::string asan = valueOf("ASAN_OPTIONS");
  set("ASAN_OPTIONS", "verify_asan_link_order=0" + (asan.empty() ? "" : ":" + asan));
  set("GORDIAN_OUT", preload.recordFolder.native());
  set("GORDIAN_WRAPPED", "1");
  if (preload.isStats) set("GORDIAN_STATS", "1");
  // Those of a run around this one are not ours.
  const auto setOrNot = [&](const char* name, const std::string& value) {
    if (value.empty())
      unsetenv(name);
    else
      set(name, value);
  };
  setOrNot("GORDIAN_BOARD", preload.board);
  setOrNot("GORDIAN_PLAN", preload.plan);
  setOrNot("GORDIAN_EXPLORE", preload.explore);
  set("GORDIAN_ROOT_PID", std::to_string(getpid()));
}

}  // namespace gordian::cli
