// Decides which findings belong to the test that has just ended, and which to no single test.
#pragma once

#include <gordian/lockgraph/analysis.hpp>
#include <gordian/recording/reader.hpp>
#include <set>
#include <string>
#include <vector>

#include "growth.hpp"
#include "report_text.hpp"

namespace gordian::gtest {

class Judge {
 public:
  // `command`: the path of gordian, or empty.
  explicit Judge(std::string command) : command_(std::move(command)) {}

  // Findings that the last test called `name` shows on its own and that were not returned before.
  // RecordingError when the recording cannot be read.
  std::vector<Finding> afterTest(const std::string& recordingFile, const std::string& name);
  // Findings of the whole recording that were not returned before: their parts lie in several
  // tests, or outside of tests.
  std::vector<Finding> afterAll(const std::string& recordingFile);

 private:
  std::vector<Finding> newFindings(const recording::Recording& recording,
                                   const std::vector<std::string>& span);

  std::string command_;
  Growth growth_;
  std::set<std::string> known_;     // cycles over lock classes with their confidence
  std::set<std::string> reported_;  // fingerprints
};

}  // namespace gordian::gtest
