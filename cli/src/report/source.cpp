#include "source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sstream>

#include "printable.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kMaxFile = std::size_t{8} << 20;
constexpr std::size_t kMaxLine = 400;

std::string contentOf(const std::string& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return {};
  std::string content;
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    char buffer[65536];
    ssize_t size = 0;
    while (content.size() < kMaxFile && (size = read(fd, buffer, sizeof buffer)) > 0)
      content.append(buffer, static_cast<std::size_t>(size));
  }
  close(fd);
  return content;
}

std::vector<std::string> linesOf(const std::string& file) {
  std::vector<std::string> lines;
  std::istringstream content(contentOf(file));
  for (std::string line; std::getline(content, line);) lines.push_back(line.substr(0, kMaxLine));
  return lines;
}

}  // namespace

std::optional<std::string> SourceText::line(const std::string& file, std::uint32_t number) {
  if (file.empty() || number == 0) return std::nullopt;
  auto known = files_.find(file);
  if (known == files_.end()) known = files_.emplace(file, linesOf(file)).first;
  if (number > known->second.size()) return std::nullopt;
  return printable(known->second[number - 1]);
}

}  // namespace gordian::cli
