#include "perturb.hpp"

#include "keep_errno.hpp"
#include "options.hpp"
#include "real.hpp"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <cstdlib>
#include <ctime>

namespace gordian::runtime {

bool perturbing;

namespace {

constexpr std::uint64_t kMostNapsNs = 2'000'000'000;  // of one thread, together
constexpr std::uint32_t kLongestStretch = 200;        // calls with one priority
constexpr std::uint32_t kMoods[] = {0, 1, 8, 64};     // of 256 calls

std::uint64_t seed;

struct Mood {
  std::uint64_t random;
  std::uint64_t nappedNs;
  std::uint32_t left;  // lock calls with it
  std::uint32_t often;
};
__thread Mood mood __attribute__((tls_model("initial-exec")));

std::uint64_t next(std::uint64_t& random) noexcept {  // xorshift64*
  random ^= random >> 12;
  random ^= random << 25;
  random ^= random >> 27;
  return random * 0x2545F4914F6CDD1Dull;
}

}  // namespace

void startPerturbing() noexcept {
  const char* given = getenv("GORDIAN_EXPLORE");
  if (given == nullptr || given[0] == '\0' || !runtimeOptions().wrapped) return;
  seed = std::strtoull(given, nullptr, 10);
  perturbing = true;
}

void beginPerturbing(ThreadState& thread) noexcept {
  if (!perturbing) return;
  mood = {};
  mood.random = (seed + thread.id + 1) * 0x9E3779B97F4A7C15ull | 1;
  thread.inside |= kMeasured;
}

std::uint64_t napNs() noexcept {
  if (mood.random == 0 || mood.nappedNs >= kMostNapsNs) return 0;
  const std::uint64_t chance = next(mood.random) >> 8;
  if (mood.left == 0) {
    mood.left = 1 + static_cast<std::uint32_t>((chance >> 32) % kLongestStretch);
    mood.often = kMoods[(chance >> 28) % 4];
  }
  --mood.left;
  if ((chance & 255) >= mood.often) return 0;
  const std::uint64_t ns = std::uint64_t{1} << (10 + ((chance >> 8) % 12));  // 1 us to 2 ms
  mood.nappedNs += ns;
  return ns;
}

void nap(std::uint64_t ns) noexcept {
  constexpr std::uint64_t kShort = 4096;
  const KeepErrno keepErrno;
  const timespec length{0, static_cast<long>(ns)};
  if (ns < kShort)
    sched_yield();
  else  // no cancellation point, unlike nanosleep()
    real::syscall(SYS_nanosleep, reinterpret_cast<long>(&length), 0, 0, 0, 0, 0);
}

}  // namespace gordian::runtime
