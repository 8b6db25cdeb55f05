#include "read_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "errors.hpp"

namespace gordian::cli {

std::string readFile(const std::string& file, std::size_t maxSize) {
  const auto failed = [&](const std::string& reason) -> UsageError {
    return UsageError(fmt::format("cannot read '{}': {}", file, reason));
  };
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) throw failed(std::strerror(errno));
  struct stat status {};
  std::string problem;
  std::string content;
  if (fstat(fd, &status) != 0)
    problem = std::strerror(errno);
  else if (!S_ISREG(status.st_mode))
    problem = "not a regular file";
  else
    content.reserve(std::min(maxSize, static_cast<std::size_t>(status.st_size)));
  char buffer[65536];
  while (problem.empty()) {
    const ssize_t size = read(fd, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) problem = std::strerror(errno);
    if (size <= 0) break;
    content.append(buffer, static_cast<std::size_t>(size));
    if (content.size() > maxSize) problem = fmt::format("larger than {} bytes", maxSize);
  }
  close(fd);
  if (!problem.empty()) throw failed(problem);
  return content;
}

}  // namespace gordian::cli
