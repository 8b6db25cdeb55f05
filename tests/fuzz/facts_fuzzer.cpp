// Any bytes as a facts file: FactsError is the only way out, and what is read is what would be
// written again. docs: CONTRIBUTING.md, "Fuzzing".
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <store/facts_file.hpp>
#include <store/frame.hpp>
#include <string>

namespace {

using namespace gordian::analyzer;

std::string recordsOf(std::string_view bytes) {
  try {
    return unwrapRecords(bytes).records;
  } catch (const FactsError&) {
    return std::string(bytes);
  }
}

void require(bool condition) {
  if (!condition) std::abort();
}

// Its own look at the tables, beside the reader's.
void requireIndices(const Unit& unit, const Function& function) {
  require(function.name < unit.functionNames.size());
  for (const Block& block : function.blocks) {
    require(std::uint64_t{block.firstEvent} + block.eventCount <= function.events.size());
    for (const std::uint32_t next : block.successors) require(next < function.blocks.size());
  }
  for (const Event& event : function.events) {
    require(event.location.file < unit.files.size());
    if (event.place.base == Base::Local) require(event.place.index < function.locals.size());
    if (event.place.base == Base::Formal) require(event.place.index < function.formals.size());
    if (event.place.base == Base::Global) require(event.place.index < unit.variables.size());
    if (event.place.base == Base::Result) require(event.place.index < function.events.size());
    for (const PathStep& step : event.place.steps)
      if (step.step == Step::Field) require(step.index < unit.fields.size());
    if (event.kind == EventKind::Call && event.callee.kind != CalleeKind::Indirect)
      require(event.callee.function < unit.functionNames.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Unit unit;
  try {
    unit = decodeFacts({reinterpret_cast<const char*>(data), size});
  } catch (const FactsError&) {
    return 0;
  }
  for (const Function& function : unit.functions) requireIndices(unit, function);
  require(decodeFacts(encodeFacts(unit)) == unit);
  return 0;
}

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maximum);

// Mutates the records and closes the file around them again, or every mutation would be refused
// for its checksum.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t maximum, unsigned int seed) {
  constexpr unsigned kAsTheyAre = 16;
  if (std::minstd_rand(seed)() % kAsTheyAre == 0) return LLVMFuzzerMutate(data, size, maximum);
  std::string records = recordsOf({reinterpret_cast<const char*>(data), size});
  const std::size_t length = records.size();
  records.resize(std::max(length, maximum));
  const std::size_t mutated =
      LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(records.data()), length, maximum);
  const std::string file = wrapRecords({records.data(), mutated}, 0);
  if (file.size() > maximum) return size;
  std::memcpy(data, file.data(), file.size());
  return file.size();
}
