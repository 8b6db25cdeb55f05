// Finds and reads the recordings that the user named.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gordian/recording/reader.hpp>

namespace gordian::cli {

struct Collected {
  std::vector<recording::Recording> recordings;
  std::vector<std::string> unreadable;  // one line each: the file, the reason, the remedy
};

// Each input is a recording, a merged file, or a folder: then every *.gdr in it.
Collected collect(const std::vector<std::filesystem::path>& inputs);

// The files that `inputs` stand for, sorted; a folder without recordings is an error line.
std::vector<std::filesystem::path> recordingFiles(const std::vector<std::filesystem::path>& inputs,
                                                  std::vector<std::string>& unreadable);

}  // namespace gordian::cli
