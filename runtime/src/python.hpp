// CPython seen from outside: which Python lines are running, without a line of Python.
//
// CPython exports what is needed: PyThreadState_GetFrame & co. give a cheap identity of the frames,
// _Py_DumpTraceback writes file, line and function (3.9 to 3.12; where a symbol is missing there
// are no Python frames). Both read the calling thread's own state, and only while it holds the GIL.
#pragma once

#include <cstdint>

namespace gordian::runtime {

// Looks for an interpreter in the process; cheap when there is none. Called at start.
void findPython() noexcept;
bool pythonPresent() noexcept;

// Is `pc` inside the interpreter? Every semaphore call from there is part of its locks, which try
// first and then block. (The functions are inlined into their callers in Debian's build, so no
// narrower range would do.)
bool isPythonLockCall(const void* pc) noexcept;

// The same for the locks of the module multiprocessing, which do so too.
bool isPythonSemaphoreCall(const void* pc) noexcept;

// Can Python frames be told at all? (3.9 to 3.12.)
bool pythonFramesKnown() noexcept;

// Identity of the innermost Python frames and their instructions; 0 without the GIL.
std::uint64_t pythonIdentity() noexcept;

// The same of the whole stack, for a thread that has let go of the GIL: only its own calls change
// its frames.
std::uint64_t pythonStackIdentity() noexcept;

// The Python stack of the calling thread, innermost first, in memory of ours; null when unknown.
char* pythonTraceback(std::uint32_t& size) noexcept;

// CPython's threads are detached; Thread.join() waits for a lock that the thread gives up at its
// end. Is that what the innermost frame of this traceback does?
bool isPythonJoin(const char* traceback, std::uint32_t size) noexcept;

}  // namespace gordian::runtime
