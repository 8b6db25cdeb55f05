// The process watches itself, where no `gordian run` does: a thread of the runtime looks at the
// process's own board every fifth of a second. It begins with the program's first second thread;
// while there is only one, that one looks by itself before it blocks on a lock.
#pragma once

namespace gordian::runtime {

// Where this process has a board of its own and no watchdog yet. Called when the program is about
// to create a thread, in a place where it may allocate.
void startWatchdog() noexcept;
// The calling thread, the only one, has just published that it waits for a lock.
void watchAlone() noexcept;
// In a forked child: the parent's watchdog is not here.
void forgetWatchdog() noexcept;

}  // namespace gordian::runtime
