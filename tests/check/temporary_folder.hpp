// A folder that is gone after the test, and files in it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "report/errors.hpp"

namespace gordian::cli::testing {

class InFolder : public ::testing::Test {
 protected:
  InFolder() {
    std::string name = ::testing::TempDir() + "check-XXXXXX";
    folder = std::filesystem::canonical(mkdtemp(name.data()));
  }
  ~InFolder() override {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
  }

  std::string write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = folder / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

  static std::string read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::filesystem::path folder;
};

// What a UsageError says.
template <class Work>
std::string errorOf(Work&& work) {
  try {
    work();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace gordian::cli::testing
