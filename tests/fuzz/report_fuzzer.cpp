// Any bytes as a JSON report and as a baseline: UsageError is the only way out, and what is
// contradicted says why. docs: CONTRIBUTING.md, "Fuzzing".
#include "file_in_memory.hpp"
#include "report/baseline.hpp"
#include "report/errors.hpp"
#include "verify/verify.hpp"

using namespace gordian::cli;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const gordian::testing::FileInMemory file(data, size);
  try {
    for (const Verified& verified : verifyReport(JsonFile(file.name())))
      if (verified.answer.standing == Standing::Contradicted && verified.answer.why.empty())
        std::abort();
  } catch (const UsageError&) {
  }
  try {
    const Baseline baseline = Baseline::read(file.name());
    const gordian::testing::FileInMemory again(
        reinterpret_cast<const std::uint8_t*>(baseline.text().data()), baseline.text().size());
    if (Baseline::read(again.name()).size() != baseline.size()) std::abort();
  } catch (const UsageError&) {
  }
  return 0;
}
