// A fuzzer without libFuzzer, for every build: the seeds, then a fixed number of mutations of them,
// the same each time. usage: PROGRAM RUNS SEED_FOLDER…
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data,
                                                                     std::size_t size,
                                                                     std::size_t maximum,
                                                                     unsigned int seed);

namespace {

constexpr std::size_t kMaximum = 65'536;

std::mt19937& numbers() {
  static std::mt19937 engine(1);
  return engine;
}

std::size_t below(std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(numbers());
}

std::vector<std::string> seedsIn(char** folders) {
  std::vector<std::string> seeds;
  for (; *folders != nullptr; ++folders)
    for (const auto& entry : std::filesystem::directory_iterator(*folders)) {
      std::ifstream file(entry.path(), std::ios::binary);
      seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  return seeds;
}

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

// What libFuzzer offers to mutators: here a few changed, left out, doubled or cut bytes.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maximum) {
  std::string bytes(reinterpret_cast<char*>(data), size);
  for (std::size_t left = 1 + below(4); left > 0; --left) {
    const std::size_t at = bytes.empty() ? 0 : below(bytes.size());
    const std::size_t length = bytes.empty() ? 0 : std::min(1 + below(16), bytes.size() - at);
    switch (below(5)) {
      case 0:
        if (!bytes.empty()) bytes[at] = static_cast<char>(below(256));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 3:
        bytes.insert(at, 1, static_cast<char>(below(256)));
        break;
      default:
        if (below(8) == 0) bytes.resize(at);
        break;
    }
  }
  bytes.resize(std::min(bytes.size(), maximum));
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}

int main(int count, char** arguments) {
  if (count < 3) return std::fprintf(stderr, "usage: %s RUNS SEED_FOLDER...\n", arguments[0]), 2;
  const std::vector<std::string> seeds = seedsIn(arguments + 2);
  if (seeds.empty()) return std::fprintf(stderr, "no seeds\n"), 2;
  for (const std::string& seed : seeds) run(seed);
  const unsigned long runs = std::strtoul(arguments[1], nullptr, 10);
  std::vector<std::uint8_t> buffer(kMaximum);
  for (unsigned long i = 0; i < runs; ++i) {
    const std::string& seed = seeds[below(seeds.size())];
    const std::size_t size = std::min(seed.size(), kMaximum);
    std::copy_n(seed.begin(), size, buffer.begin());
    const auto number = static_cast<unsigned int>(numbers()());
    const std::size_t mutated = LLVMFuzzerCustomMutator != nullptr
                                    ? LLVMFuzzerCustomMutator(buffer.data(), size, kMaximum, number)
                                    : LLVMFuzzerMutate(buffer.data(), size, kMaximum);
    LLVMFuzzerTestOneInput(buffer.data(), mutated);
  }
  std::printf("%zu seeds, %lu mutations\n", seeds.size(), runs);
}
