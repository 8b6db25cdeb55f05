#include "write_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "errors.hpp"

namespace gordian::cli {
namespace {

int writeAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t size = write(fd, content.data(), content.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(size));
  }
  return 0;
}

}  // namespace

int replaceFile(const std::string& file, std::string_view content) {
  // Beside the target, then renamed.
  std::string name = file + ".XXXXXX";
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) return errno;
  int error = writeAll(fd, content);
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && rename(name.c_str(), file.c_str()) != 0) error = errno;
  if (error != 0) unlink(name.c_str());
  return error;
}

void writeFile(const std::string& file, std::string_view content) {
  if (const int error = replaceFile(file, content))
    throw UsageError(fmt::format("cannot write '{}': {}", file, std::strerror(error)));
}

}  // namespace gordian::cli
