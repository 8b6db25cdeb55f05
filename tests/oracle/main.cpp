// The oracle as a program: scripts/oracle runs it.
//
//   lock_oracle run N [--seed S] [--jobs J] [--state FILE] [--page FILE]   judges N programs
//   lock_oracle print SEED              the program of that number of a campaign
//   lock_oracle judge FILE…             what the analysis says of it, and what is wrong with that
//   lock_oracle explore FILE            what can happen
//   lock_oracle shrink SEED COUNT       the smallest program that still adds to that count
//   lock_oracle find COUNT SEED N       the same of the first three of N programs that add to it
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "campaign.hpp"
#include "explorer.hpp"
#include "generator.hpp"
#include "judge_words.hpp"
#include "page.hpp"
#include "shrink.hpp"

namespace gordian::oracle {
namespace {

using Words = std::span<const std::string>;

constexpr int kUsage = 2;
constexpr std::size_t kMaxStates = 1'000'000;

std::uint64_t numberOf(const std::string& word) {
  return std::strtoull(word.c_str(), nullptr, 10);
}

std::optional<Program> readProgram(const std::string& file) {
  std::ifstream in(file);
  const std::string all((std::istreambuf_iterator<char>(in)), {});
  std::string wrong;
  auto program = parse(all, wrong);
  if (!program) std::cerr << file << ": not understood: " << wrong << "\n";
  return program;
}

int runCampaign(Words words) {
  Campaign campaign;
  campaign.programs = numberOf(words[0]);
  std::string page;
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    if (words[i] == "--seed")
      campaign.seed = numberOf(words[i + 1]);
    else if (words[i] == "--jobs")
      campaign.jobs = static_cast<unsigned>(numberOf(words[i + 1]));
    else if (words[i] == "--state")
      campaign.file = words[i + 1];
    else if (words[i] == "--page")
      page = words[i + 1];
    else
      return kUsage;
  }
  run(campaign);
  const Judged all = sum(campaign);
  bool isRight = true;
  for (std::size_t i = 0; i < kCounts; ++i) {
    const auto count = static_cast<Count>(i);
    std::cout << nameOf(count) << ' ' << all[count] << "\n";
    isRight = isRight && (!isNever(count) || all[count] == 0);
  }
  std::cout << campaign.seconds << " seconds of a processor\n";
  if (!page.empty() && !writeSection(page, "oracle", oracle::page(campaign))) {
    std::cerr << page << ": cannot be written\n";
    return 1;
  }
  return isRight ? 0 : 1;
}

int judgeFiles(Words words) {
  int status = 0;
  for (const std::string& file : words) {
    const auto program = readProgram(file);
    if (!program) return kUsage;
    for (const std::string& line : verdicts(*program, 1)) std::cout << line << "\n";
    for (const Complaint& complaint : judge(*program, 1).complaints) {
      std::cout << "WRONG " << nameOf(complaint.of) << ": " << complaint.what << "\n";
      status = 1;
    }
  }
  return status;
}

int exploreFile(const std::string& file) {
  const auto program = readProgram(file);
  if (!program) return kUsage;
  const Exploration all = explore(*program, kMaxStates);
  for (const Deadlock& deadlock : all.deadlocks)
    std::cout << "deadlock " << name(deadlock.locks) << "\n";
  for (const Deadlock& deadlock : all.timed) std::cout << "timed " << name(deadlock.locks) << "\n";
  for (const Starved& starved : all.starved) {
    std::cout << "starved T" << std::get<0>(starved.waiter) << " " << name({starved.lock}) << " T"
              << std::get<0>(starved.needer) << "\n";
  }
  std::cout << "states " << all.states << "\nstuck " << all.stuck << "\n";
  return all.isComplete ? 0 : 1;
}

std::optional<Count> countOf(const std::string& name) {
  for (std::size_t i = 0; i < kCounts; ++i)
    if (name == nameOf(static_cast<Count>(i))) return static_cast<Count>(i);
  return std::nullopt;
}

// False: it adds nothing.
bool shrinkSeed(std::uint64_t seed, Count count) {
  const Program program = randomProgram(seed);
  const Judged judged = judge(program, seed);
  if (judged[count] == 0) return false;
  const auto isWrong = [&](const Program& less) { return judge(less, seed)[count] != 0; };
  std::cout << "# seed " << seed;
  for (const Complaint& complaint : judged.complaints)
    if (complaint.of == count) std::cout << ", " << complaint.what;
  std::cout << "\n" << text(shrink(program, isWrong)) << std::flush;
  return true;
}

int find(Count count, std::uint64_t seed, std::uint64_t programs) {
  int left = 3;
  for (std::uint64_t i = 0; i < programs && left > 0; ++i)
    if (shrinkSeed(seedOf(seed, i), count)) --left;
  return 0;
}

int main(Words words) {
  const std::string& what = words.empty() ? "" : words[0];
  if (what == "run" && words.size() >= 2) return runCampaign(words.subspan(1));
  if (what == "judge" && words.size() >= 2) return judgeFiles(words.subspan(1));
  if (what == "explore" && words.size() == 2) return exploreFile(words[1]);
  if (what == "shrink" && words.size() == 3) {
    const auto count = countOf(words[2]);
    if (count) return shrinkSeed(numberOf(words[1]), *count) ? 0 : 1;
  }
  if (what == "find" && words.size() == 4) {
    const auto count = countOf(words[1]);
    if (count) return find(*count, numberOf(words[2]), numberOf(words[3]));
  }
  if (what == "print" && words.size() == 2) {
    std::cout << text(randomProgram(numberOf(words[1])));
    return 0;
  }
  std::cerr << "lock_oracle run N | print SEED | judge FILE | explore FILE | shrink SEED COUNT\n";
  return kUsage;
}

}  // namespace
}  // namespace gordian::oracle

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  return gordian::oracle::main(words);
}
