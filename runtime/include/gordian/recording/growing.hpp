// A recording that is still being written, read as it grows.
#pragma once

#include <filesystem>
#include <gordian/recording/reader.hpp>
#include <memory>

namespace gordian::recording {

class GrowingRecording {
 public:
  explicit GrowingRecording(std::filesystem::path file);
  ~GrowingRecording();

  // Reads what was appended since the last time. True: it can change a verdict. Throws
  // RecordingError. After damage, which may be a record that is just being written, everything is
  // read anew the next time.
  // Cost: linear in what was appended.
  bool update();

  // After an update() that threw nothing. As far as it was read: numbers stay what they are, and
  // totals (acquisitions, limits) wait for the end.
  [[nodiscard]] const Recording& recording() const;
  // Dependencies that can have been seen since the update before the last one; ascending.
  [[nodiscard]] const std::vector<lockgraph::DependencyId>& seen() const;

 private:
  class Reading;
  std::filesystem::path file_;
  std::unique_ptr<Reading> reading_;
};

}  // namespace gordian::recording
