#include "version.hpp"

#include <clang/Basic/Version.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/xxhash.h>

#include <link.h>

#include <cstring>

namespace gordian::analyzer::facts {

std::string versionLine() {
  std::string hash = "unknown";
  if (const auto self = llvm::MemoryBuffer::getFile("/proc/self/exe")) {
    hash = llvm::utohexstr(llvm::xxh3_64bits((*self)->getBuffer()), true);
  }
  return "gordian-check " GORDIAN_VERSION " (" + clang::getClangFullVersion() + ") " + hash;
}

std::vector<std::string> loadedLibraries() {
  std::vector<std::string> files;
  const auto add = [](dl_phdr_info* info, std::size_t /*size*/, void* list) {
    // Without a folder: this program, and what the kernel maps.
    if (std::strchr(info->dlpi_name, '/') != nullptr)
      static_cast<std::vector<std::string>*>(list)->emplace_back(info->dlpi_name);
    return 0;
  };
  dl_iterate_phdr(add, &files);
  return files;
}

}  // namespace gordian::analyzer::facts
