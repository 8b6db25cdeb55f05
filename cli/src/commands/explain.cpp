// gordian explain: what a finding id means, offline.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

#include "../report/errors.hpp"
#include "check_pages.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "status.hpp"

namespace gordian::cli {
namespace {

struct Meaning {
  std::string_view id;
  std::string_view rule;
  std::string_view text;
};

constexpr std::array kMeanings = {
    Meaning{"GD101", "lock-order-cycle", "threads take locks in orders that can deadlock"},
    Meaning{"GD102", "double-lock", "a non-recursive lock is taken again by its holder"},
    Meaning{"GD103", "lock-upgrade",
            "shared to exclusive by a holder while another reader may do the same"},
    Meaning{"GD104", "wait-holding-lock",
            "waits on a condition, semaphore, future or barrier while holding a lock that the "
            "waker needs"},
    Meaning{"GD105", "join-holding-lock",
            "joins a thread while holding a lock that the thread needs"},
    Meaning{"GD106", "fork-holding-lock",
            "fork while another thread holds a lock that the child can need"},
    Meaning{"GD107", "signal-unsafe-lock",
            "lock taken in a signal handler and also with that signal unblocked"},
    Meaning{"GD201", "deadlock", "these threads (or processes) can never continue"},
    Meaning{"GD202", "stall", "waiters with nobody left who could wake them"},
    Meaning{"GD203", "process-deadlock",
            "processes wait for each other through pipes, wait, shared memory"},
    Meaning{"GD204", "file-lock-deadlock", "cycle through flock / fcntl locks"},
    Meaning{"GD205", "owner-gone", "the owner thread or process ended holding the lock"},
    Meaning{"GD301", "unlock-not-held", "unlock by a thread that does not hold it"},
    Meaning{"GD302", "destroy-held-lock", "destroyed while held or waited for"},
    Meaning{"GD303", "exit-holding-lock", "thread ends holding a lock"},
    Meaning{"GD304", "declared-order", "violates a declared rank or never-together"},
    Meaning{"GD305", "condvar-misuse", "wait without the mutex, or with different mutexes"},
    Meaning{"GD306", "long-hold", "convoy: held long across blocking calls"},
    Meaning{"GD401", "unguarded-access",
            "shared data accessed without the lock that guards it, or by several threads without "
            "any"},
    Meaning{"GD402", "inconsistent-guard", "accesses guarded by different locks"},
    Meaning{"GD403", "escaped-reference", "reference to guarded data leaves the critical section"},
    Meaning{"GD404", "missing-unlock", "a path leaves the function with the lock held"},
    Meaning{"GD406", "call-under-lock",
            "unknown, blocking or user-supplied code called while holding a lock"},
    Meaning{"GD407", "wait-without-predicate", "condition wait outside a loop"},
    Meaning{"GD408", "unused-guard", "a lock guard that dies at once, or never locks"}};

int list() {
  for (const Meaning& meaning : kMeanings)
    put(STDOUT_FILENO, fmt::format("{}  {:<24}{}\n", meaning.id, meaning.rule, meaning.text));
  return kClean;
}

int execute(std::string id) {
  if (id.empty()) return list();
  std::transform(id.begin(), id.end(), id.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? char(letter - 32) : letter;
  });
  for (const CheckPage& page : checkPages())
    if (page.id == id) {
      put(STDOUT_FILENO, page.text);
      return kClean;
    }
  for (const Meaning& meaning : kMeanings)
    if (meaning.id == id) {
      put(STDOUT_FILENO, fmt::format("{} ({}): {}.\nNot reported by this version.\n", meaning.id,
                                     meaning.rule, meaning.text));
      return kClean;
    }
  throw UsageError(
      fmt::format("explain: no finding has the id '{}'; gordian explain lists them", id));
}

}  // namespace

Action addExplain(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  CLI::App* const explain = app.add_subcommand("explain", "What a finding means and how to fix it");
  explain->add_option("ID", *id, "For example GD101; none: the list");
  return [id] { return execute(*id); };
}

}  // namespace gordian::cli
