// Damaged and hostile facts: one clear error, never more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <store/facts_file.hpp>
#include <store/frame.hpp>

#include "sample_unit.hpp"

namespace gordian::testing {
namespace {

using namespace analyzer;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string errorOf(std::string_view bytes) {
  try {
    decodeFacts(bytes);
  } catch (const FactsError& error) {
    return error.what();
  }
  return "none";
}

TEST(CutFacts, AreRefusedAtEveryByte) {
  const std::string bytes = encodeFacts(sampleUnit());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    SCOPED_TRACE(size);
    EXPECT_THAT(errorOf(std::string_view(bytes).substr(0, size)), StartsWith("facts, byte "));
  }
}

TEST(CutFacts, AreRefusedWithinTheRecordsToo) {
  const Frame whole = unwrapRecords(encodeFacts(sampleUnit()));
  for (std::size_t size = 0; size < whole.records.size(); ++size) {
    SCOPED_TRACE(size);
    const auto records = std::string_view(whole.records).substr(0, size);
    EXPECT_THAT(errorOf(wrapRecords(records, 1000)), StartsWith("facts, byte "));
  }
}

TEST(DamagedFacts, AreRefusedForAnyBit) {
  const std::string bytes = encodeFacts(sampleUnit());
  for (std::size_t at = 0; at < bytes.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      SCOPED_TRACE(at);
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
      EXPECT_THAT(errorOf(damaged), StartsWith("facts, byte "));
    }
}

// As if whoever damaged them had made the checksum fit.
TEST(DamagedFacts, AreReadOrRefusedForAnyBitBehindTheChecksum) {
  const Frame whole = unwrapRecords(encodeFacts(sampleUnit()));
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.records.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string records = whole.records;
      records[at] = static_cast<char>(static_cast<unsigned char>(records[at]) ^ (1U << bit));
      const std::string error = errorOf(wrapRecords(records, 1000));
      if (error == "none") continue;
      EXPECT_THAT(error, StartsWith("facts, byte "));
      ++refused;
    }
  EXPECT_GT(refused, whole.records.size());
}

TEST(ForeignFacts, AreNamedAsSuch) {
  EXPECT_EQ(errorOf(""), "facts, byte 0: not a facts file");
  EXPECT_EQ(errorOf("\x7f"
                    "ELF"),
            "facts, byte 0: not a facts file");
  std::string later = encodeFacts(sampleUnit());
  later[8] = 9;
  EXPECT_EQ(errorOf(later), "facts, byte 8: version 9, this is for version 3");
  EXPECT_THAT(errorOf(encodeFacts(sampleUnit()) + "x"), HasSubstr("cut off or has something"));
}

// Numbers as records hold them.
std::string numbers(std::initializer_list<std::uint64_t> values) {
  std::string bytes;
  for (std::uint64_t value : values) {
    for (; value >= 0x80; value >>= 7U) bytes += static_cast<char>(value | 0x80U);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

std::string errorOfRecords(const std::string& records) {
  return errorOf(wrapRecords(records, 0));
}

TEST(HostileFacts, CannotAskForMemory) {
  constexpr std::uint64_t kHuge = std::uint64_t{1} << 60;
  EXPECT_EQ(errorOfRecords(numbers({kHuge})), "facts, byte 0: a text that is longer than the file");
  EXPECT_EQ(errorOfRecords(numbers({0, kHuge})),
            "facts, byte 1: a list that is longer than the file");
  // A list as long as the file, of items that are much larger in memory.
  const std::string zeros(std::size_t{3} << 20, '\0');
  EXPECT_EQ(errorOfRecords(numbers({0, std::uint64_t{2} << 20}) + zeros),
            "facts, byte 1: more facts than a file of this size can have");
}

TEST(HostileFacts, CannotHaveEndlessNumbers) {
  EXPECT_THAT(errorOfRecords(std::string(20, '\xff')), HasSubstr("a number that is too long"));
  EXPECT_THAT(errorOfRecords(std::string(9, '\xff') + '\x02'), HasSubstr("too long"));
}

TEST(HostileFacts, CannotLieAboutTheirSize) {
  std::string bytes = wrapRecords(std::string(1000, 'a'), 0);
  EXPECT_LT(bytes.size(), 200U);
  EXPECT_EQ(errorOf(bytes).rfind("facts, byte", 0), 0U);
  EXPECT_THROW(wrapRecords(std::string(kMaxRecords + 1, 'a'), 0), FactsError);
}

TEST(HostileFacts, CannotPointOutOfATable) {
  const auto refused = [](auto change) {
    Unit unit = sampleUnit();
    change(unit);
    try {
      encodeFacts(unit);  // reads what it wrote
    } catch (const FactsError& error) {
      EXPECT_THAT(error.what(), StartsWith("facts, byte "));
      return true;
    }
    return false;
  };
  using U = Unit&;
  EXPECT_TRUE(refused([](U u) { u.types[1].record = 2; }));
  EXPECT_TRUE(refused([](U u) { u.records[0].fields[0] = 2; }));
  EXPECT_TRUE(refused([](U u) { u.records[0].bases[0] = TypeId{4}; }));
  EXPECT_TRUE(refused([](U u) { u.fields[0].type = TypeId{4}; }));
  EXPECT_TRUE(refused([](U u) { u.fields[0].location.file = 2; }));
  EXPECT_TRUE(refused([](U u) { u.fields[1].capabilities[0].arguments[0].place.index = 1; }));
  EXPECT_TRUE(refused([](U u) { u.variables[0].type = TypeId{4}; }));
  EXPECT_TRUE(refused([](U u) { u.functionNames[0].overrides[0] = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functionNames[1].reaches[0] = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].name = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[1].place.steps[0].index = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].indices[1].reads[0].steps[1].index = 1; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].end.file = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].closureRecord = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].locals[0].type = TypeId{4}; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].blocks[0].successors[0] = 3; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].blocks[0].firstEvent = 8; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].blocks[1].eventCount = 5; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].blocks[0].condition->value.place.index = 7; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[0].callee.function = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[0].arguments[0].place.index = 1; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[1].place.steps[1].index = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[2].place.index = 1; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[3].arguments[0].function = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[6].value.place.index = 7; }));
  EXPECT_TRUE(refused([](U u) { u.problems[0].location.file = 2; }));
  EXPECT_TRUE(refused([](U u) { u.allowances[0].location.file = 2; }));
  EXPECT_TRUE(refused([](U u) { u.functions[0].events[0].kind = static_cast<EventKind>(6); }));
  EXPECT_TRUE(
      refused([](U u) { u.fields[1].capabilities[0].kind = static_cast<Capability::Kind>(99); }));
  EXPECT_FALSE(refused([](U) {}));
}

}  // namespace
}  // namespace gordian::testing
