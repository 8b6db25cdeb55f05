#include "runtime_library.hpp"

#include <unistd.h>

#include <cstdlib>

namespace gordian::cli {

namespace fs = std::filesystem;

fs::path executableFolder() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : self.parent_path();
}

fs::path findRuntimeLibrary(std::vector<std::string>& looked) {
  std::vector<fs::path> folders;
  if (const char* home = std::getenv("GORDIAN_HOME"); home != nullptr && *home != '\0') {
    folders.push_back(fs::path(home) / "lib");
    folders.push_back(fs::path(home) / GORDIAN_LIBDIR);
  }
  if (const fs::path here = executableFolder(); !here.empty()) {
    folders.push_back(here.parent_path() / "lib");
    folders.push_back(here.parent_path() / GORDIAN_LIBDIR);
  }
  for (const fs::path& folder : folders) {
    std::error_code error;
    const fs::path file = folder / "libgordian_runtime.so";
    if (fs::is_regular_file(file, error)) return fs::canonical(file, error);
    looked.push_back(file.native());
  }
  return {};
}

}  // namespace gordian::cli
