// Any bytes as gordian.toml: UsageError is the only way out. docs: CONTRIBUTING.md, "Fuzzing".
#include "commands/config.hpp"
#include "file_in_memory.hpp"
#include "report/errors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gordian::testing::FileInMemory file(data, size);
  setenv("GORDIAN_CONFIG", file.name().c_str(), 1);
  try {
    const gordian::cli::Settings settings = gordian::cli::loadSettings();
    if (settings.deadlockAge.count() <= 0 || settings.stallAge.count() < 0) std::abort();
  } catch (const gordian::cli::UsageError&) {
  }
  return 0;
}
