#include "outcome.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include "status.hpp"

namespace gordian::cli {

Outcome outcomeOf(int waitStatus, bool hasFindings, bool isObserved, const Settings& settings) {
  if (WIFSIGNALED(waitStatus)) return {128 + WTERMSIG(waitStatus), WTERMSIG(waitStatus), {}};
  const int own = WEXITSTATUS(waitStatus);
  if (own != 0) return {own, 0, {}};
  if (hasFindings)
    return {kRunFindings, 0,
            fmt::format("the program ended with status 0; findings make it {} (fail_on = {})",
                        int{kRunFindings}, wordOf(settings.failOn))};
  if (settings.requireEvidence && !isObserved)
    return {kRunNothingObserved, 0,
            fmt::format("the program ended with status 0; nothing observed makes it {} "
                        "(require_evidence)",
                        int{kRunNothingObserved})};
  return {};
}

}  // namespace gordian::cli
