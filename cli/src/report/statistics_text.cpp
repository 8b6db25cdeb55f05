#include "statistics_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "printable.hpp"
#include "statistics.hpp"
#include "text.hpp"

namespace gordian::cli {
namespace {

constexpr std::size_t kMostLocks = 10;
constexpr std::size_t kMostProcesses = 5;
constexpr std::size_t kMostThreads = 10;
constexpr std::size_t kMostHolds = 3;

std::string padded(const std::string& text, std::size_t width) {
  const std::string cut = shortened(text, width);
  return cut + std::string(width - widthOf(cut), ' ');
}

// At most six columns: "99,999", "1.23M".
std::string countText(std::uint64_t count) {
  if (count < 1000) return std::to_string(count);
  if (count < 100'000) return fmt::format("{},{:03}", count / 1000, count % 1000);
  const auto number = static_cast<double>(count);
  if (count < 1'000'000) return fmt::format("{:.0f}k", number / 1e3);
  if (number < 1e9) return fmt::format("{:.3g}M", number / 1e6);
  return number < 1e12 ? fmt::format("{:.3g}G", number / 1e9) : ">1000G";
}

std::string nameOf(const LockStats& lock) {
  std::string name = lock.isShared ? lock.name + ", shared" : lock.name;
  if (lock.locks > 1) name += fmt::format(" ({})", lock.locks);
  return name;
}

// A longer name has a line of its own.
std::string nameColumn(const std::string& name, std::size_t width) {
  if (widthOf(name) <= width) return padded(name, width);
  return shortened(name, 78) + "\n  " + std::string(width, ' ');
}

std::string lockTable(const std::vector<LockStats>& locks) {
  // What libraries do among themselves matters once somebody waits.
  const auto end = std::find_if(locks.begin(), locks.end(), [](const LockStats& lock) {
    return lock.wait == 0 && lock.contended == 0 && !lock.isUser;
  });
  const std::size_t shown = std::min(kMostLocks, static_cast<std::size_t>(end - locks.begin()));
  if (shown == 0) return "";
  std::string text = fmt::format("gordian: locks by wait time ({} of {})\n", shown, locks.size());
  text += fmt::format("  {}{:>7}{:>8}{:>8}{:>8}{:>7}{:>8}{:>8}{:>6}\n", padded("lock", 18), "taken",
                      "waited", "wait", "longest", "share", "held", "longest", "hands");
  for (std::size_t i = 0; i < shown; ++i) {
    const LockStats& lock = locks[i];
    text += fmt::format(
        "  {}{:>7}{:>8}{:>8}{:>8}{:>7}{:>8}{:>8}{:>6}\n", nameColumn(nameOf(lock), 18),
        countText(lock.acquisitions), percentText(shareOf(lock.contended, lock.acquisitions)),
        durationText(lock.wait), durationText(lock.longestWait), percentText(lock.waitShare),
        durationText(lock.hold), durationText(lock.longestHold), countText(lock.handOvers));
  }
  std::size_t holds = 0;
  for (std::size_t i = 0; i < shown && holds < kMostHolds; ++i) {
    const LockStats& lock = locks[i];
    if (lock.longestHoldAt.frames.empty() || lock.wait == 0) continue;
    const SourceFrame& at = lock.longestHoldAt.site();
    const std::string place =
        at.function.empty() || at.file.empty()
            ? shortSite(at)
            : fmt::format("{} ({})", shortened(at.function, 30), shortSite(at));
    const std::string begin = fmt::format("  longest hold of {}: ", shortened(nameOf(lock), 24));
    const std::string hold = fmt::format("{}, taken in ", durationText(lock.longestHold));
    const std::size_t used = widthOf(begin) + widthOf(hold);
    text += begin + hold + shortened(place, 80 - used) + "\n";
    ++holds;
  }
  return text;
}

std::string gilTable(const ProcessStats& process, const std::vector<ThreadStats>& threads) {
  const LockStats& gil = *process.gil;
  std::string text = fmt::format("gordian: GIL of {} ({}): {} timed waits, {} hand-overs\n",
                                 shortened(process.name, 24), process.process, countText(gil.waits),
                                 countText(gil.handOvers));
  text += fmt::format("  {}{:>9}{:>7}{:>9}{:>7}{:>9}{:>9}{:>8}\n", padded("thread", 20), "held",
                      "share", "wait", "share", "longest", "waits", "hands");
  std::vector<const ThreadStats*> users;
  for (const ThreadStats& thread : threads)
    if (thread.process == process.process && thread.gil) users.push_back(&thread);
  std::stable_sort(users.begin(), users.end(), [](const ThreadStats* a, const ThreadStats* b) {
    return a->gil->hold > b->gil->hold;
  });
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (i == kMostThreads) {
      text += fmt::format("  and {} more\n", users.size() - kMostThreads);
      break;
    }
    const LockStats& own = *users[i]->gil;
    text += fmt::format("  {}{:>9}{:>7}{:>9}{:>7}{:>9}{:>9}{:>8}\n", padded(users[i]->name, 20),
                        durationText(own.hold), percentText(own.holdShare), durationText(own.wait),
                        percentText(own.waitShare), durationText(own.longestWait),
                        countText(own.waits), countText(own.handOvers));
  }
  return text;
}

std::string processLines(const ProcessStats& process) {
  const auto effective = effectiveParallelism(process);
  const auto awake = threadsNotWaiting(process);
  if (!effective || !awake) return "";
  const double all = static_cast<double>(process.life) / static_cast<double>(process.wall);
  const auto bounded = [](double number) { return std::min(number, 99999.0); };
  return fmt::format(
      "gordian: effective parallelism of {} ({}): {:.2f}\n"
      "  {} CPU in {}; of {:.2f} threads on average {:.2f} waited for no lock\n",
      shortened(process.name, 24), process.process, bounded(*effective), durationText(process.cpu),
      durationText(process.wall), bounded(all), bounded(*awake));
}

}  // namespace

std::string durationText(std::uint64_t nanoseconds) {
  const auto time = static_cast<double>(nanoseconds);
  const auto in = [&](double unit, const char* name) {
    const double value = time / unit;
    return value < 9.995   ? fmt::format("{:.2f}{}", value, name)
           : value < 99.95 ? fmt::format("{:.1f}{}", value, name)
                           : fmt::format("{:.0f}{}", value, name);
  };
  if (nanoseconds == 0) return "0";
  if (time < 999.5) return fmt::format("{}ns", nanoseconds);
  if (time < 999.5e3) return in(1e3, "us");
  if (time < 999.5e6) return in(1e6, "ms");
  if (time < 9999e9) return in(1e9, "s");
  return time < 9999 * 3600e9 ? in(3600e9, "h") : ">9999h";
}

std::string percentText(double share) {
  if (share <= 0) return "0%";
  if (share < 0.0005) return "<0.1%";
  return share < 0.9995 ? fmt::format("{:.1f}%", share * 100) : "100%";
}

std::string statisticsText(const Statistics& statistics) {
  std::string text = lockTable(statistics.locks);
  std::vector<const ProcessStats*> processes;
  for (const ProcessStats& process : statistics.processes) processes.push_back(&process);
  std::stable_sort(processes.begin(), processes.end(),
                   [](const ProcessStats* a, const ProcessStats* b) { return a->life > b->life; });
  for (std::size_t i = 0; i < std::min(kMostProcesses, processes.size()); ++i) {
    if (processes[i]->gil) text += gilTable(*processes[i], statistics.threads);
    text += processLines(*processes[i]);
  }
  return text;
}

}  // namespace gordian::cli
