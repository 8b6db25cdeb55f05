// What locking costs. One row each of docs/performance.md; run by scripts/bench, which compares the
// same binary without and with the runtime. A second thread always exists: while there is only one,
// glibc skips the atomic operations and every ratio would be of another program.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdlib>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <thread>
#include <utility>
#include <vector>

namespace {

struct alignas(64) Lock {
  std::mutex m;
};

// A thread that sleeps in read() for as long as the benchmarks run.
class IdleThread {
 public:
  IdleThread() {
    if (pipe(ends_.data()) != 0) std::abort();
    thread_ = std::thread([this] {
      char ignored = 0;
      while (read(ends_[0], &ignored, 1) > 0) {
      }
    });
  }
  ~IdleThread() {
    close(ends_[1]);
    thread_.join();
    close(ends_[0]);
  }
  IdleThread(const IdleThread&) = delete;
  IdleThread& operator=(const IdleThread&) = delete;

 private:
  std::array<int, 2> ends_{};
  std::thread thread_;
};

void oneLock(benchmark::State& state) {
  static Lock lock;
  for (auto _ : state) {
    const std::lock_guard guard(lock.m);
  }
}

void nestedPair(benchmark::State& state) {
  static Lock outer;
  static Lock inner;
  for (auto _ : state) {
    const std::lock_guard first(outer.m);
    const std::lock_guard second(inner.m);
  }
}

constexpr std::size_t kLocks = 1000;
constexpr std::size_t kPairs = 65536;

using Pair = std::pair<std::size_t, std::size_t>;

// Random pairs, always in the order of the index: many edges, no cycle.
std::vector<Pair> consistentPairs() {
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): every run measures the same
  std::vector<Pair> pairs;
  while (pairs.size() < kPairs) {
    const std::size_t a = random() % kLocks;
    const std::size_t b = random() % kLocks;
    if (a != b) pairs.emplace_back(std::min(a, b), std::max(a, b));
  }
  return pairs;
}

void lockPair(std::array<Lock, kLocks>& locks, const Pair& pair) {
  const std::lock_guard first(locks[pair.first].m);
  const std::lock_guard second(locks[pair.second].m);
}

// The first round is not measured. It is made by the same call as the others: a call from elsewhere
// would not be warm for a tool that tells callers apart.
void thousandLocks(benchmark::State& state) {
  static std::array<Lock, kLocks> locks;
  const auto order = consistentPairs();
  for (bool warm = false; !warm || state.KeepRunningBatch(kPairs); warm = true) {
    for (const Pair& pair : order) lockPair(locks, pair);
  }
}

// Every iteration takes another pair: what a new edge costs.
void thousandLocksFirst(benchmark::State& state) {
  static std::array<Lock, kLocks> locks;
  const auto order = consistentPairs();
  std::size_t next = 0;
  for (auto _ : state) lockPair(locks, order[next++]);
}

constexpr int kMostThreads = 4;

void privatePairs(benchmark::State& state) {
  static std::array<std::array<Lock, 2>, kMostThreads> pairs;
  auto& mine = pairs[static_cast<std::size_t>(state.thread_index())];
  for (auto _ : state) {
    const std::lock_guard first(mine[0].m);
    const std::lock_guard second(mine[1].m);
  }
}

void contended(benchmark::State& state) {
  static Lock lock;
  static std::size_t shared = 0;
  for (auto _ : state) {
    const std::lock_guard guard(lock.m);
    benchmark::DoNotOptimize(++shared);
  }
}

void conditionPingPong(benchmark::State& state) {
  std::mutex m;
  std::condition_variable changed;
  enum class Turn { Ours, Theirs, Over } turn = Turn::Ours;
  std::thread other([&] {
    std::unique_lock lock(m);
    while (true) {
      changed.wait(lock, [&] { return turn != Turn::Ours; });
      if (turn == Turn::Over) return;
      turn = Turn::Ours;
      changed.notify_one();
    }
  });
  for (auto _ : state) {
    std::unique_lock lock(m);
    turn = Turn::Theirs;
    changed.notify_one();
    changed.wait(lock, [&] { return turn == Turn::Ours; });
  }
  {
    const std::lock_guard lock(m);
    turn = Turn::Over;
    changed.notify_one();
  }
  other.join();
}

void readers(benchmark::State& state) {
  static std::shared_mutex lock;
  for (auto _ : state) {
    const std::shared_lock guard(lock);
  }
}

BENCHMARK(oneLock);
BENCHMARK(nestedPair);
BENCHMARK(thousandLocks);
BENCHMARK(thousandLocksFirst)->Iterations(kPairs);
BENCHMARK(privatePairs)->ThreadRange(1, kMostThreads)->UseRealTime();
BENCHMARK(contended)->Threads(2)->UseRealTime();
BENCHMARK(conditionPingPong)->UseRealTime();
BENCHMARK(readers)->Threads(2)->UseRealTime();

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const IdleThread idle;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
