#include "bystanders.hpp"

#include <fmt/format.h>

#include <string>

#include "../live/proc_files.hpp"
#include "views.hpp"

namespace gordian::cli::outside {
namespace {

bool mayHaveInherited(std::uint32_t pid, std::uint64_t since) {
  const auto stat = statIn(contentOf(fmt::format("/proc/{}/stat", pid)).value_or(""));
  if (!stat || stat->state == 'Z' || stat->state == 'X') return false;
  return !stat->isKernel && stat->started >= since;
}

}  // namespace

Bystanders bystandersOf(const std::set<std::uint32_t>& known, std::uint64_t since) {
  Bystanders others;
  const auto pids = numbersIn("/proc");
  others.isHiding = !pids;
  if (!pids) return others;
  for (const std::uint32_t pid : *pids) {
    if (known.count(pid) > 0) continue;
    const auto files = filesOf(pid);
    if (!files) {
      others.isHiding |= mayHaveInherited(pid, since);
      continue;
    }
    for (const FileView& file : *files) {
      if (file.pipe && file.isRead) others.read.insert(*file.pipe);
      if (file.pipe && file.isWritten) others.written.insert(*file.pipe);
      others.locks.insert(others.locks.end(), file.locks.begin(), file.locks.end());
    }
  }
  return others;
}

}  // namespace gordian::cli::outside
