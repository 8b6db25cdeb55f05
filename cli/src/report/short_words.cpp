#include "short_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "text.hpp"

namespace gordian::cli {
namespace {

std::string withoutOrigin(const std::string& name) {
  const auto origin = name.find(" (");
  return origin == 0 ? name : name.substr(0, origin);
}

bool isInOneFile(const Finding& finding) {
  const std::string& file = finding.location().file;
  const auto isThere = [&](const SourceFrame& frame) {
    return frame.file == file && frame.line > 0;
  };
  return !file.empty() && std::all_of(finding.edges.begin(), finding.edges.end(), [&](auto& edge) {
    return isThere(edge.heldAt.site()) && isThere(edge.acquiredAt.site());
  }) && std::all_of(finding.moments.begin(), finding.moments.end(), [&](auto& moment) {
    return isThere(moment.at.site());
  });
}

}  // namespace

std::vector<Wording> wordingsFor(const Finding& finding) {
  std::vector<Wording> wordings{{}};
  const bool isOneFile = isInOneFile(finding);
  if (isOneFile) wordings.push_back({false, true});
  wordings.push_back({true, false});
  if (isOneFile) wordings.push_back({true, true});
  return wordings;
}

std::string nameOf(const Finding& finding, std::size_t lock, const Wording& wording) {
  const std::string& name = finding.locks[lock].name;
  if (!wording.shortNames) return name;
  const std::string brief = withoutOrigin(name);
  const auto sameName = std::count_if(finding.locks.begin(), finding.locks.end(), [&](auto& other) {
    return withoutOrigin(other.name) == brief;
  });
  return sameName == 1 ? brief : name;
}

std::string placeOf(const SourceFrame& frame, const Wording& wording) {
  return wording.linesOnly ? fmt::format("line {}", frame.line) : shortSite(frame);
}

}  // namespace gordian::cli
