#include "fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli {
namespace {

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char character : text) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001b3u;
  }
  return hash;
}

// The smallest rotation: where a cycle is entered does not matter.
std::string canonical(std::vector<std::string> edges) {
  std::string best;
  for (std::size_t turn = 0; turn < edges.size(); ++turn) {
    std::string text = fmt::format("{}", fmt::join(edges, "\n"));
    if (turn == 0 || text < best) best = std::move(text);
    std::rotate(edges.begin(), edges.begin() + 1, edges.end());
  }
  return best;
}

// Function and file name (without folders) of a site; the module where both are unknown.
std::string normalizedSite(const SourceFrame& site) {
  if (site.function.empty() && site.file.empty()) return std::string(baseName(site.module));
  return fmt::format("{}@{}", site.function, baseName(site.file));
}

}  // namespace

std::string_view baseName(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string edgeKey(const Finding& finding, const Edge& edge) {
  return fmt::format("{}>{}|{}>{}", finding.locks[edge.held].className,
                     finding.locks[edge.acquired].className, normalizedSite(edge.heldAt.site()),
                     normalizedSite(edge.acquiredAt.site()));
}

std::string fingerprintOf(const Finding& finding) {
  std::vector<std::string> edges;
  edges.reserve(finding.edges.size());
  for (const Edge& edge : finding.edges) edges.push_back(edgeKey(finding, edge));
  const std::uint64_t hash = fnv1a(finding.rule + "\n" + canonical(std::move(edges)));
  return fmt::format("{:010x}", hash >> 24);
}

}  // namespace gordian::cli
