// Where the recordings of a run go.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace gordian::cli {

struct RecordFolder {
  std::filesystem::path path;  // absolute
  std::string shown;           // as the user would type it
  bool isDefault = false;      // .gordian/runs/<n>
};

// `wanted`: from --record or GORDIAN_OUT, must work (throws UsageError); empty: .gordian/runs/<n>,
// or a private folder for temporary files, which is then said.
RecordFolder makeRecordFolder(const std::string& wanted);

// .gordian/<name> in the working directory, for this user alone; throws UsageError.
std::filesystem::path makeWorkFolder(const char* name);

// The newest .gordian/runs/<n>, in the working directory or above it.
std::optional<std::filesystem::path> newestRun();

}  // namespace gordian::cli
