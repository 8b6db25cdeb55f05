#include "normal_path.hpp"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

namespace gordian::analyzer::facts {

std::string normalPath(llvm::StringRef absolute) {
  llvm::SmallString<256> text(absolute);
  llvm::sys::path::remove_dots(text, true);
  if (!absolute.contains("..")) return std::string(text);
  bool isSame = false;
  if (!llvm::sys::fs::equivalent(absolute, text, isSame) && isSame) return std::string(text);
  llvm::SmallString<256> real;
  if (llvm::sys::fs::real_path(absolute, real)) return std::string(text);  // there is no such file
  return std::string(real);
}

}  // namespace gordian::analyzer::facts
