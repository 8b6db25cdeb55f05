// The Python frames of a stack record: lines as CPython's fatal-error dump writes them.
#pragma once

#include <gordian/recording/reader.hpp>
#include <string_view>
#include <vector>

namespace gordian::recording {

// From `  File "x.py", line 3 in f` lines; a line of another form is left out.
std::vector<PythonFrame> pythonFrames(std::string_view text);

}  // namespace gordian::recording
