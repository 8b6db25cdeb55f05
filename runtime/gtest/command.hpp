// The command gordian, run by a test program on its own recording.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gordian::gtest {

// In GORDIAN_HOME/bin, else beside the library that `symbol` is in. Empty when there is none.
std::string findCommand(const void* symbol);

// Standard output of the command, which runs without the runtime. None when it could not be run or
// ended with another status than 0 (clean) and 1 (findings).
std::optional<std::string> outputOf(const std::string& command,
                                    const std::vector<std::string>& arguments);

}  // namespace gordian::gtest
