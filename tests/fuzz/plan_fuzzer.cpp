// Any bytes as a plan: UsageError is the only way out, and what is read is written as it was. The
// runtime reads plans by the same code. docs: CONTRIBUTING.md, "Fuzzing".
#include "file_in_memory.hpp"
#include "provoke/plan_file.hpp"
#include "report/errors.hpp"

using namespace gordian::cli;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gordian::testing::FileInMemory file(data, size);
  try {
    const std::string text = planText(readPlan(file.name()));
    const gordian::testing::FileInMemory again(reinterpret_cast<const std::uint8_t*>(text.data()),
                                               text.size());
    if (planText(readPlan(again.name())) != text) std::abort();
  } catch (const UsageError&) {
  }
  return 0;
}
