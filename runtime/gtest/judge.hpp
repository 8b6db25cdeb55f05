// Decides which findings belong to the test that has just ended, and which to no single test.
#pragma once

#include <gordian/lockgraph/analysis.hpp>
#include <gordian/recording/growing.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "report_text.hpp"

namespace gordian::gtest {

class Judge {
 public:
  // `command`: the path of gordian, or empty.
  explicit Judge(std::string command) : command_(std::move(command)) {}

  // Findings that the last test called `name` shows on its own and that were not returned before.
  // RecordingError when the recording cannot be read. Cost: what the test added to the recording,
  // and what of its locks, threads and uses is looked through.
  std::vector<Finding> afterTest(const std::string& recordingFile, const std::string& name);
  // Findings of the whole recording that were not returned before: their parts lie in several
  // tests, or outside of tests.
  std::vector<Finding> afterAll(const std::string& recordingFile);

 private:
  const recording::Recording* grown(const std::string& recordingFile);
  // `trace`: of the recording or a part of it.
  std::vector<Finding> newFindings(const recording::Recording& recording,
                                   const lockgraph::Trace& trace,
                                   const std::vector<std::string>& span);

  std::string command_;
  std::string file_;  // what is growing
  std::optional<recording::GrowingRecording> growing_;
  std::set<std::string> known_;     // cycles over lock classes with their confidence
  std::set<std::string> reported_;  // fingerprints
};

}  // namespace gordian::gtest
