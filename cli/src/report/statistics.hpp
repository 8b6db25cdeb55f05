// Adds up what --stats counted, over threads, locks of one name, and processes.
#pragma once

#include "model.hpp"
#include "names.hpp"

namespace gordian::cli {

// Of the recordings of a report.
class StatisticsOfAll {
 public:
  StatisticsOfAll();
  ~StatisticsOfAll();
  StatisticsOfAll(const StatisticsOfAll&) = delete;
  StatisticsOfAll& operator=(const StatisticsOfAll&) = delete;

  // `index` tells recordings apart.
  void add(const recording::Recording& recording, std::size_t index, Names& names);
  // None when nothing was counted in any of them.
  std::optional<Statistics> finish();

 private:
  class Collector;
  std::unique_ptr<Collector> collector_;
};

// CPU time by wall time, without that spent in waits for spin locks; none when the end was not
// seen.
std::optional<double> effectiveParallelism(const ProcessStats& process);
// How many threads, on average, were not waiting for a lock.
std::optional<double> threadsNotWaiting(const ProcessStats& process);
// `part` of `all`, from 0 to 1.
double shareOf(std::uint64_t part, std::uint64_t all);

}  // namespace gordian::cli
