// Compares text with tests/reports/expected/<name>; ./approve accepts what is printed now.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <string>

namespace gordian::cli::testing {

inline void expectGolden(const std::string& name, const std::string& text) {
  const std::string file = std::string(GORDIAN_GOLDEN_FOLDER) + "/" + name + ".expected";
  if (getenv("GORDIAN_APPROVE_GOLDEN") != nullptr) std::ofstream(file) << text;
  std::ifstream stream(file);
  ASSERT_TRUE(stream) << file << " is missing: tests/reports/approve BUILD_TREE";
  std::stringstream expected;
  expected << stream.rdbuf();
  EXPECT_EQ(expected.str(), text) << "accept with: tests/reports/approve BUILD_TREE";
}

}  // namespace gordian::cli::testing
