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
#include "write_file.hpp"

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
  errno = replaceFile(file, rendererFor(file)(report));
  if (errno != 0) fail(file);
}

}  // namespace gordian::cli
