#include "symbols/origin.hpp"

#include <algorithm>
#include <array>

namespace gordian::cli::symbols {
namespace {

template <std::size_t N>
bool startsWithAny(std::string_view text, const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

constexpr std::array<std::string_view, 6> kSystemModules{
    "/lib/", "/lib64/", "/lib32/", "/usr/lib/", "/usr/lib64/", "/usr/libexec/"};
constexpr std::array<std::string_view, 2> kSystemFiles{"/usr/include/", "/usr/lib/"};
constexpr std::array<std::string_view, 9> kSystemFunctions{
    "std::",    "__gnu_cxx::", "__cxxabiv1::",      "boost::", "__gthread",
    "pthread_", "__pthread",   "__libc_start_main", "__cxa_"};

}  // namespace

std::string_view baseName(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool isSystemModule(std::string_view path) {
  return startsWithAny(path, kSystemModules) || path.starts_with("linux-vdso") ||
         path.starts_with("[") || baseName(path).starts_with("libgordian_runtime.so");
}

bool isCLibrary(std::string_view path) {
  const std::string_view base = baseName(path);
  return isSystemModule(path) &&
         (base.starts_with("libc.so.") || base.starts_with("libpthread.so.") ||
          base.starts_with("ld-linux"));
}

bool isUserFrame(const SourceFrame& frame) {
  if (isSystemModule(frame.module) || startsWithAny(frame.file, kSystemFiles)) return false;
  return !startsWithAny(frame.function, kSystemFunctions) && frame.function != "_start" &&
         frame.function != "start_thread";
}

bool isUserPythonFile(std::string_view file) {
  if (file.starts_with("<") || file.starts_with("/usr/lib/python3")) return false;
  const auto library = file.find("lib/python3.");
  if (library == std::string_view::npos) return true;
  const auto rest = file.substr(library);
  return rest.find("/site-packages/") != std::string_view::npos ||
         rest.find("/dist-packages/") != std::string_view::npos;
}

bool isPythonInterpreter(std::string_view modulePath) {
  const auto base = baseName(modulePath);
  return base.starts_with("python3") || base == "python" || base.starts_with("libpython3") ||
         modulePath.find("/lib-dynload/") != std::string_view::npos;
}

}  // namespace gordian::cli::symbols
