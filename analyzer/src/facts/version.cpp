#include "version.hpp"

#include <clang/Basic/Version.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/xxhash.h>

namespace gordian::analyzer::facts {

std::string versionLine() {
  std::string hash = "unknown";
  if (const auto self = llvm::MemoryBuffer::getFile("/proc/self/exe")) {
    hash = llvm::utohexstr(llvm::xxh3_64bits((*self)->getBuffer()), true);
  }
  return "gordian-check " GORDIAN_VERSION " (" + clang::getClangFullVersion() + ") " + hash;
}

}  // namespace gordian::analyzer::facts
