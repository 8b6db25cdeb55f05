#include "outcome.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include "status.hpp"

namespace gordian::cli {

Outcome outcomeOf(int waitStatus, bool hasFindings, bool isObserved, const Settings& settings,
                  const HangOutcome& hangs) {
  if (hangs.endedRoot) return {kRunDeadlock, 0, {}};  // which was said when it was ended
  if (WIFSIGNALED(waitStatus)) return {128 + WTERMSIG(waitStatus), WTERMSIG(waitStatus), {}};
  const int own = WEXITSTATUS(waitStatus);
  const bool mayFail = settings.failOn != FailOn::Never;
  // What the program made of the end of its descendant is no status of its own.
  if (mayFail && (hangs.endedSome || (hangs.isFound && own == 0)))
    return {kRunDeadlock, 0,
            fmt::format("the program ended with status {}; what could never continue makes it {}",
                        own, int{kRunDeadlock})};
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
