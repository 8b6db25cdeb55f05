#include "symbols/python_frames.hpp"

#include "symbols/function_names.hpp"
#include "symbols/origin.hpp"

#include <algorithm>
#include <filesystem>

namespace gordian::cli::symbols {

namespace {

SourceFrame pythonFrame(const recording::PythonFrame& frame,
                        const recording::Recording& recording) {
  SourceFrame result;
  result.function = printable(frame.function);
  result.file = frame.file;
  if (!frame.file.empty() && !frame.file.starts_with('<')) {
    result.file =
        (std::filesystem::path(recording.directory) / frame.file).lexically_normal().string();
  }
  result.line = frame.line;
  result.user = isUserPythonFile(result.file);
  return result;
}

}  // namespace

std::vector<SourceFrame> withPython(std::vector<SourceFrame> native,
                                    const std::vector<recording::PythonFrame>& python,
                                    const recording::Recording& recording) {
  const auto isInterpreter = [](const SourceFrame& frame) {
    return isPythonInterpreter(frame.module);
  };
  const auto first = std::find_if(native.begin(), native.end(), isInterpreter);
  const auto last = std::find_if(native.rbegin(), native.rend(), isInterpreter).base();
  std::vector<SourceFrame> result;
  // What lies between the interpreter and the lock is shown only if it is somebody's own code:
  // an extension's frames, not the C library's.
  if (std::any_of(native.begin(), first, [](const SourceFrame& f) { return f.user; })) {
    std::move(native.begin(), first, std::back_inserter(result));
  }
  for (const recording::PythonFrame& frame : python) {
    result.push_back(pythonFrame(frame, recording));
  }
  if (first != native.end() && !isPythonInterpreter(recording.executable)) {
    std::move(last, native.end(), std::back_inserter(result));
  }
  return result;
}

}  // namespace gordian::cli::symbols
