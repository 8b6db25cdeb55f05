#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>

#include "errors.hpp"
#include "formats.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

using Renderer = std::string (*)(const Report&);

std::string renderPlainText(const Report& report) {
  TextOptions options;
  options.explain = true;
  options.maxFindings = report.findings.size();
  return renderText(report, options);
}

const std::map<std::string, Renderer, std::less<>>& renderers() {
  static const std::map<std::string, Renderer, std::less<>> kRenderers = {{".json", renderJson},
                                                                          {".sarif", renderSarif},
                                                                          {".txt", renderPlainText},
                                                                          {".md", renderMarkdown},
                                                                          {".dot", renderDot}};
  return kRenderers;
}

Renderer rendererFor(const std::string& file) {
  const std::string ending = std::filesystem::path(file).extension().native();
  const auto found = renderers().find(ending);
  if (found != renderers().end()) return found->second;
  constexpr const char* kEndings = ".json .sarif .txt .md .dot";
  if (ending == ".html" || ending == ".svg")
    throw UsageError(fmt::format("--report={}: {} is not supported by this version, use one of {}",
                                 file, ending, kEndings));
  throw UsageError(
      fmt::format("--report={}: the ending selects the format, use one of {}", file, kEndings));
}

[[noreturn]] void fail(const std::string& file) {
  throw UsageError(fmt::format("cannot write report '{}': {}", file, std::strerror(errno)));
}

}  // namespace

void requireFormat(const std::string& file) {
  rendererFor(file);
  const auto folder = std::filesystem::path(file).parent_path();
  if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) != 0) fail(file);
  struct stat status {};
  if (lstat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : ELOOP;
    fail(file);
  }
}

void writeReport(const Report& report, const std::string& file) {
  const std::string content = rendererFor(file)(report);
  // Beside the target, then renamed: readers see the old report or the new one, whole.
  std::string name = file + ".XXXXXX";
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) fail(file);
  std::size_t written = 0;
  while (written < content.size()) {
    const ssize_t size = write(fd, content.data() + written, content.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      const int error = errno;
      close(fd);
      unlink(name.c_str());
      errno = error;
      fail(file);
    }
    written += static_cast<std::size_t>(size);
  }
  if (close(fd) != 0 || rename(name.c_str(), file.c_str()) != 0) {
    const int error = errno;
    unlink(name.c_str());
    errno = error;
    fail(file);
  }
}

}  // namespace gordian::cli
