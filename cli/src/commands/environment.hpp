// The environment that makes the loader put our runtime into a program and its children.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli {

// LD_PRELOAD with `library` in front of what is there already, but behind sanitizer runtimes: those
// insist on coming first. `needed` are the libraries that the program is linked with.
std::string composePreload(std::string_view existing, const std::filesystem::path& library,
                           const std::vector<std::string>& needed);

struct Preload {
  std::filesystem::path library;
  std::filesystem::path recordFolder;  // absolute
  std::vector<std::string> needed;
  std::string board{};  // empty: nobody watches
  bool isStats = false;
  std::string plan{};     // a file; empty: none is followed
  std::string explore{};  // a seed; empty: schedules are left alone
};

// Sets it in this process: called in the child, between fork and exec.
void applyPreload(const Preload& preload);

}  // namespace gordian::cli
