// A hang in words while it lasts, from the recordings of its processes as they are then.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gordian/recording/hangs.hpp>

#include "../report/model.hpp"
#include "../report/text.hpp"

namespace gordian::cli {

struct HangReport {
  std::string text;
  std::string name;                       // "GD201 7c3f…", to say why something is done
  std::vector<std::string> fingerprints;  // of the findings in `text`
};

// `folder`: of the run's recordings.
HangReport reportHang(const recording::Hang& hang, const std::filesystem::path& folder,
                      const TextOptions& options);

}  // namespace gordian::cli
