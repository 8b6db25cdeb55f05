#include "project.hpp"

#include <algorithm>
#include <filesystem>

namespace gordian::cli {
namespace {

namespace fs = std::filesystem;

bool isBelow(const std::string& file, const std::string& folder) {
  if (folder == "/") return true;
  return file.size() > folder.size() && file.starts_with(folder) && file[folder.size()] == '/';
}

// The innermost folder around `here` that is a checkout, of whatever kind (.git may be a file).
std::string checkoutAround(const fs::path& here) {
  std::error_code error;
  for (fs::path folder = here;; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) return folder;
    if (folder == folder.parent_path()) return {};
  }
}

std::string commonFolder(const std::vector<std::string>& files) {
  fs::path common = fs::path(files.front()).parent_path();
  for (const std::string& file : files)
    while (!isBelow(file, common) && common.has_relative_path()) common = common.parent_path();
  return common;
}

}  // namespace

Project::Project(const std::string& configFolder, const std::string& here,
                 const std::vector<std::string>& sources)
    : root_(configFolder.empty() ? checkoutAround(here) : configFolder) {
  if (root_.empty()) root_ = here;
  const bool isUsed = std::any_of(sources.begin(), sources.end(),
                                  [&](const std::string& source) { return has(source); });
  if (!isUsed && !sources.empty()) root_ = commonFolder(sources);
}

bool Project::has(const std::string& file) const {
  return isBelow(file, root_);
}

}  // namespace gordian::cli
