// gordian provoke: makes predicted deadlocks happen, by pauses at the right places.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gordian::cli {

struct ProvokeOptions {
  std::string id;  // how a fingerprint begins; empty: all findings
  std::uint32_t attempts = 10;
  std::uint64_t seed = 1;
  std::string plan;
  bool isExplore = false;
  std::vector<std::string> from;
  std::vector<std::string> reports;
  std::string record;
  std::string failOn;
  bool quiet = false;
  bool strict = false;
};

// Runs the command again and again, and says what came of it. The exit status.
int provoke(const ProvokeOptions& options, const std::vector<std::string>& command);

}  // namespace gordian::cli
