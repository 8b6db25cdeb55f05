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

// What stands for the same mistake, in whatever order threads were caught in it.
std::string sorted(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return fmt::format("{}", fmt::join(items, "\n"));
}

std::string classOf(const Finding& finding, const std::optional<std::size_t>& lock) {
  return lock ? finding.locks[*lock].className : std::string();
}

std::string momentsKey(const Finding& finding) {
  std::vector<std::string> items;
  for (const Moment& moment : finding.moments)
    items.push_back(
        fmt::format("{}|{}", classOf(finding, moment.lock), normalizedSite(moment.at.site())));
  return sorted(std::move(items));
}

// Of a finding in the source: what it is about and where. Its other places may come and go.
std::string placeKey(const Finding& finding) {
  std::string key = fmt::format("{}|{}", finding.object, normalizedSite(finding.location()));
  if (finding.object.empty())
    for (const Lock& lock : finding.locks) key += "|" + lock.className;
  return key;
}

// Those behind the cycle differ from run to run.
std::string hangKey(const Finding& finding) {
  std::vector<std::string> items;
  for (const Waiting& waiting : finding.hang->waiting) {
    if (waiting.role == Waiting::Role::OwnerGone) continue;
    if (waiting.role == Waiting::Role::Behind && !items.empty()) break;
    items.push_back(fmt::format("{}{}|{}", classOf(finding, waiting.lock), waiting.awaitedClass,
                                normalizedSite(waiting.at.site())));
  }
  return sorted(std::move(items));
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
  std::string key;
  if (finding.hang) {
    key = hangKey(finding);
  } else if (finding.edges.empty()) {
    key = finding.moments.empty() ? placeKey(finding) : momentsKey(finding);
  } else {
    std::vector<std::string> edges;
    edges.reserve(finding.edges.size());
    for (const Edge& edge : finding.edges) edges.push_back(edgeKey(finding, edge));
    key = canonical(std::move(edges));
  }
  return fmt::format("{:010x}", fnv1a(finding.rule + "\n" + key) >> 24);
}

}  // namespace gordian::cli
