#include "rules.hpp"

#include <algorithm>
#include <array>

namespace gordian::cli {
namespace {

constexpr std::array kRules = {
    Rule{"GD101", "lock-order-cycle", "LockOrderCycle",
         "threads take locks in orders that can deadlock",
         "give the locks one order, and take them in that order everywhere", "833",
         "CON53-CPP, CP.21"},
    Rule{"GD102", "double-lock", "DoubleLock", "a non-recursive lock is taken again by its holder",
         "lock once per call chain: give the inner function a form that expects the lock held",
         "764", "CON56-CPP"},
    Rule{"GD103", "lock-upgrade", "LockUpgrade",
         "shared to exclusive by a holder while another reader may do the same",
         "release the shared lock first and look again, or take it exclusively from the start",
         "833", "CON53-CPP"},
    Rule{"GD104", "wait-holding-lock", "WaitHoldingLock",
         "waits on a condition, semaphore, future or barrier while holding a lock that the waker "
         "needs",
         "release the lock before the wait, or signal without it", "833", "CON05-C, POS52-C"},
    Rule{"GD105", "join-holding-lock", "JoinHoldingLock",
         "joins a thread while holding a lock that the thread needs",
         "release the lock before the join", "833", "CON05-C, POS52-C, CP.23"},
    Rule{"GD106", "fork-holding-lock", "ForkHoldingLock",
         "fork while another thread holds a lock that the child can need",
         "fork before threads exist, or call only exec and _exit in the child", "667", "fork(2)"},
    Rule{"GD107", "signal-unsafe-lock", "SignalUnsafeLock",
         "lock taken in a signal handler and also with that signal unblocked",
         "take no lock in the handler: set a flag or write to a pipe, and act on it outside", "479",
         "SIG30-C, MSC54-CPP"},
    Rule{"GD201", "deadlock", "Deadlock", "these threads (or processes) can never continue",
         "give the locks one order, or hold one lock less", "833", "CON53-CPP, CP.20, CP.21"},
    Rule{"GD202", "stall", "Stall", "waiters with nobody left who could wake them",
         "change the condition under the mutex, then notify; wait in a loop over the condition",
         "662", "CON55-CPP, CP.42"},
    Rule{"GD203", "process-deadlock", "ProcessDeadlock",
         "processes wait for each other through pipes, wait, shared memory",
         "read until the end of the pipe before waiting for the process that writes", "833",
         "pipe(7)"},
    Rule{"GD204", "file-lock-deadlock", "FileLockDeadlock", "cycle through flock / fcntl locks",
         "lock files in one order everywhere", "833", "flock(2)"},
    Rule{"GD205", "owner-gone", "OwnerGone", "the owner thread or process ended holding the lock",
         "release on every way out (std::lock_guard); make the lock robust if owners can die",
         "667", "CON51-CPP, CP.20"},
    Rule{"GD301", "unlock-not-held", "UnlockNotHeld", "unlock by a thread that does not hold it",
         "unlock where the lock was taken (std::lock_guard); to wake another thread, use a "
         "semaphore",
         "832", "POS48-C, CP.20"},
    Rule{"GD302", "destroy-held-lock", "DestroyHeldLock", "destroyed while held or waited for",
         "join every thread that uses the lock before it is destroyed", "667",
         "CON50-CPP, CON31-C"},
    Rule{"GD303", "exit-holding-lock", "ExitHoldingLock", "thread ends holding a lock",
         "release on every way out: std::lock_guard, or a cleanup handler", "667",
         "CON51-CPP, CP.20"},
    Rule{"GD304", "declared-order", "DeclaredOrder", "violates a declared rank or never-together",
         "take the locks in the declared order, or change the declaration", "833",
         "CON53-CPP, CON35-C"},
    Rule{"GD305", "condvar-misuse", "CondvarMisuse",
         "wait without the mutex, or with different mutexes",
         "hold the one mutex that guards the condition at every wait", "667", "POS53-C, CP.42"},
    Rule{"GD306", "long-hold", "LongHold", "convoy: held long across blocking calls",
         "move what blocks out of the locked part", "", "CON05-C, POS52-C, CP.43"},
    Rule{"GD401", "unguarded-access", "UnguardedAccess",
         "shared data accessed without the lock that guards it, or by several threads without any",
         "take the lock that guards it", "362", "CP.2"},
    Rule{"GD402", "inconsistent-guard", "InconsistentGuard", "accesses guarded by different locks",
         "guard it by one lock everywhere", "362", "CP.2"},
    Rule{"GD403", "escaped-reference", "EscapedReference",
         "reference to guarded data leaves the critical section", "return a copy", "362",
         "CP.50, F.43"},
    Rule{"GD404", "missing-unlock", "MissingUnlock",
         "a path leaves the function with the lock held, or unlocks one that is not",
         "use std::lock_guard", "667", "CON51-CPP, CP.20"},
    Rule{"GD406", "call-under-lock", "CallUnderLock",
         "unknown, blocking or user-supplied code called while holding a lock",
         "copy what is needed, unlock, then call", "", "CP.22"},
    Rule{"GD407", "wait-without-predicate", "WaitWithoutPredicate", "condition wait outside a loop",
         "wait in a loop over the condition", "662", "CON54-CPP, CP.42"},
    Rule{"GD408", "unused-guard", "UnusedGuard", "a lock guard that dies at once, or never locks",
         "give the guard a name", "667", "CP.44"},
    Rule{"GD901", "unused-suppression", "UnusedSuppression", "a suppression that nothing needs",
         "remove it", "", ""},
    Rule{"GD902", "expired-suppression", "ExpiredSuppression",
         "a suppression whose last day is over", "fix what it excuses, or give it a new date", "",
         ""},
    Rule{"GD903", "broad-suppression", "BroadSuppression",
         "a suppression that does not say what it is for",
         "name the edge or the field, and the reason; or allow_broad = true", "", ""}};

}  // namespace

std::span<const Rule> rules() {
  return kRules;
}

const Rule* findRule(std::string_view id) {
  const auto found =
      std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return rule.id == id; });
  return found == kRules.end() ? nullptr : &*found;
}

}  // namespace gordian::cli
