#include "collect.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gordian::cli {

namespace fs = std::filesystem;

std::vector<fs::path> recordingFiles(const std::vector<fs::path>& inputs,
                                     std::vector<std::string>& unreadable) {
  std::vector<fs::path> files;
  for (const fs::path& input : inputs) {
    std::error_code error;
    if (!fs::is_directory(input, error)) {
      files.push_back(input);
      continue;
    }
    const std::size_t before = files.size();
    for (fs::directory_iterator entry(input, error), end; !error && entry != end;
         entry.increment(error))
      if (entry->path().extension() == ".gdr") files.push_back(entry->path());
    if (error)
      unreadable.push_back(fmt::format("{}: {}", input.native(), error.message()));
    else if (files.size() == before)
      unreadable.push_back(fmt::format("{}: no recordings (*.gdr) in this folder", input.native()));
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

Collected collect(const std::vector<fs::path>& inputs) {
  Collected collected;
  for (const fs::path& file : recordingFiles(inputs, collected.unreadable)) {
    try {
      for (auto& recording : recording::read(file))
        collected.recordings.push_back(std::move(recording));
    } catch (const recording::RecordingError& error) {
      collected.unreadable.emplace_back(error.what());
    }
  }
  return collected;
}

}  // namespace gordian::cli
