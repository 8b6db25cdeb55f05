// Python frames in the place of the interpreter's own.
#pragma once

#include "symbols/symbols.hpp"

#include <vector>

namespace gordian::cli::symbols {

// `native` in, mixed stack out: the interpreter's frames and what the interpreter's program put
// around them are replaced by `python`. Frames of an extension that was called from Python stay,
// and so do those of a program that embeds the interpreter.
std::vector<SourceFrame> withPython(std::vector<SourceFrame> native,
                                    const std::vector<recording::PythonFrame>& python,
                                    const recording::Recording& recording);

}  // namespace gordian::cli::symbols
