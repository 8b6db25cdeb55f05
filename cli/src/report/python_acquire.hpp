// How a line of Python asks for its lock. CPython first tries and only then waits, so that to the
// runtime acquire(blocking=False) of a free lock, and acquire(timeout=5), look like acquire().
// What is written on the line tells them apart.
#pragma once

#include <optional>
#include <string_view>

#include <gordian/recording/reader.hpp>

namespace gordian::cli {

// None: no call of acquire() on this line, more than one, or its arguments cannot be read off.
std::optional<lockgraph::Acquisition> pythonAcquisition(std::string_view line);

// Sets the acquisitions of a trace whose innermost Python frame stands on such a line. One that was
// seen more than once stays as it is where the same function also waits for the lock.
void setPythonAcquisitions(recording::Recording& recording);

}  // namespace gordian::cli
