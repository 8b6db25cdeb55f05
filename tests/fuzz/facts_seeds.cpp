// Writes the facts from which the fuzzer starts: facts_seeds FOLDER.
#include <cstdio>
#include <filesystem>
#include <sample_unit.hpp>
#include <store/facts_file.hpp>

int main(int, char** arguments) {
  const std::filesystem::path folder = arguments[1];
  const auto sample = gordian::testing::sampleUnit();
  for (const auto& problem : {gordian::analyzer::writeFacts(folder / "empty", {}),
                              gordian::analyzer::writeFacts(folder / "sample", sample)})
    if (problem) {
      std::fprintf(stderr, "%s\n", problem->c_str());
      return 1;
    }
  return 0;
}
