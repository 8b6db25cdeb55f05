// Without the wrapper `gordian run`: who analyses the recording when the process ends.
#pragma once

namespace gordian::runtime {

// Runs `gordian report` on the closed recording when `worthwhile`, and ends the process with status
// 66 when it found something and the program's own status was 0. A recording without findings is
// removed. Where the command is missing, one line names the recording and what to type.
// `isReported`: the findings were told by a test listener; the recording they name only stays.
void reportAtEnd(bool worthwhile, bool isReported, bool quick, int status) noexcept;

// Reports what was recorded up to now; the program goes on.
void reportNow() noexcept;

}  // namespace gordian::runtime
