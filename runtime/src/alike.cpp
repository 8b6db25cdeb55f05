#include "alike.hpp"

#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"

#include <bit>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint64_t kManyThreads = 4096;
constexpr std::uint32_t kFirst = 256;
constexpr std::uint32_t kOfEachDoubling = 64;
constexpr std::size_t kWays = 1u << 14;

// The other half of the hash tells ways apart that share a place: one that is thrown out is merely
// recorded again.
struct Way {
  std::uint32_t tag;
  std::uint32_t times;
};
Way ways[kWays];
bool isNoted;

std::uint32_t countOf(std::uint64_t way) noexcept {
  way *= 0x9E3779B97F4A7C15ull;
  const auto tag = static_cast<std::uint32_t>(way);
  Way* pair = &ways[(way >> 40) % kWays & ~std::size_t{1}];
  Way* rarer = pair[0].times <= pair[1].times ? &pair[0] : &pair[1];
  for (Way* at = pair; at != pair + 2; ++at)
    if (at->times != 0 && at->tag == tag) {
      if (at->times != UINT32_MAX) ++at->times;
      return at->times;
    }
  *rarer = {tag, 1};
  return 1;
}

}  // namespace

bool areThreadsTransient() noexcept {
  return threadsWritten() > kManyThreads + 2 * threadsAlive();
}

bool isOneOfFew(std::uint64_t way) noexcept {
  const std::uint32_t times = countOf(way);
  if (times <= kFirst || times % (std::bit_floor(times) / kOfEachDoubling) == 0) return true;
  if (!isNoted) {
    isNoted = true;
    constexpr char kText[] =
        "thousands of threads have ended; of later ones that do the same as many before, only some "
        "are recorded";
    recorder.append(kNote, NoteRecord{kNoteLimit, 0}, kText, sizeof kText);
  }
  return false;
}

void forgetAlike() noexcept {
  std::memset(static_cast<void*>(ways), 0, sizeof ways);
  isNoted = false;
}

}  // namespace gordian::runtime
