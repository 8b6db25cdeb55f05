#include "campaign.hpp"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <fstream>
#include <iostream>
#include <mutex>
#include <sstream>
#include <thread>
#include <vector>

#include "generator.hpp"
#include "shrink.hpp"

namespace gordian::oracle {
namespace {

constexpr std::uint64_t kShown = 3;  // of each kind of complaint

double secondsOfThread() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// A line for each block: its number, the seconds it took, the counts. A torn last line is done
// anew.
void read(Campaign& campaign) {
  std::ifstream in(campaign.file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::uint64_t number = 0;
    double seconds = 0;
    Judged judged;
    words >> number >> seconds;
    for (std::uint64_t& count : judged.counts) words >> count;
    std::string end;
    if (!(words >> end) || end != "." || number * kBlock >= campaign.programs) continue;
    campaign.seconds += seconds;
    campaign.blocks.insert_or_assign(number, judged);
  }
}

std::string lineOf(std::uint64_t number, double seconds, const Judged& judged) {
  std::ostringstream line;
  line << number << ' ' << seconds;
  for (const std::uint64_t count : judged.counts) line << ' ' << count;
  line << " .\n";
  return line.str();
}

class Worker {
 public:
  Worker(Campaign& campaign, std::mutex& guard, std::atomic<std::uint64_t>& next)
      : campaign_(campaign), guard_(guard), next_(next) {}

  void operator()() {
    const std::uint64_t blocks = (campaign_.programs + kBlock - 1) / kBlock;
    for (std::uint64_t number = next_++; number < blocks; number = next_++) {
      {
        const std::lock_guard lock(guard_);
        if (campaign_.blocks.contains(number)) continue;
      }
      const double begin = secondsOfThread();
      Judged judged = judgeBlock(number);
      keep(number, secondsOfThread() - begin, std::move(judged));
    }
  }

 private:
  Judged judgeBlock(std::uint64_t number) {
    Judged all;
    const std::uint64_t end = std::min((number + 1) * kBlock, campaign_.programs);
    for (std::uint64_t i = number * kBlock; i < end; ++i) {
      const std::uint64_t seed = seedOf(campaign_.seed, i);
      const Program program = randomProgram(seed);
      Judged one = judge(program, seed);
      for (const Complaint& complaint : one.complaints) {
        if (isNever(complaint.of) && all[complaint.of] < kShown) show(program, seed, complaint);
      }
      one.complaints.clear();
      all.add(one);
    }
    return all;
  }

  void show(const Program& program, std::uint64_t seed, const Complaint& complaint) {
    const Program least = shrink(
        program, [&](const Program& other) { return judge(other, seed)[complaint.of] != 0; });
    const std::lock_guard lock(guard_);
    std::cout << "# " << nameOf(complaint.of) << ", seed " << seed << ": " << complaint.what << "\n"
              << text(least) << std::flush;
  }

  void keep(std::uint64_t number, double seconds, Judged judged) {
    const std::lock_guard lock(guard_);
    campaign_.seconds += seconds;
    if (!campaign_.file.empty()) {
      std::ofstream out(campaign_.file, std::ios::app);
      out << lineOf(number, seconds, judged);
    }
    campaign_.blocks.insert_or_assign(number, std::move(judged));
  }

  Campaign& campaign_;
  std::mutex& guard_;
  std::atomic<std::uint64_t>& next_;
};

}  // namespace

bool isNever(Count count) {
  switch (count) {
    case Count::Missed:
    case Count::RuledOutReachable:
    case Count::DoublesUnreachable:
    case Count::DoublesMissed:
    case Count::WaitsRuledOutReachable:
    case Count::ProvenUnreachable:
      return true;
    default:
      return false;
  }
}

void run(Campaign& campaign) {
  if (!campaign.file.empty()) read(campaign);
  std::mutex guard;
  std::atomic<std::uint64_t> next{0};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1u, campaign.jobs); ++i)
    threads.emplace_back(Worker(campaign, guard, next));
  for (std::thread& thread : threads) thread.join();
}

Judged sum(const Campaign& campaign) {
  Judged all;
  for (const auto& [unused, judged] : campaign.blocks) all.add(judged);
  return all;
}

}  // namespace gordian::oracle
