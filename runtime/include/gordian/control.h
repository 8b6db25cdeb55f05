// For programs and test frameworks that talk to the runtime inside their own process. Every
// function is weak: test its address before the call; it is null when the runtime is not loaded.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

// Path of this process's recording, or null when there is none (yet). Valid until exit.
const char* gordian_recording_path(void) __attribute__((weak));

// Marks the begin (1) or the end (2) of the test `name` on the calling thread and writes out the
// counts of this thread. Creates the recording if need be. Safe from any thread; never fails.
void gordian_mark_test(int kind, const char* name) __attribute__((weak));

// Findings that somebody has already reported (a test listener): the report at exit is skipped and
// the exit status left alone.
void gordian_findings_reported(void) __attribute__((weak));

#ifdef __cplusplus
}
#endif
