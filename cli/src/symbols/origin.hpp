// Whose code is it: the developer's, or the system's?
#pragma once

#include "symbols/symbols.hpp"

#include <string_view>

namespace gordian::cli::symbols {

bool isSystemModule(std::string_view path);
// Its threads and its loader included.
bool isCLibrary(std::string_view path);
bool isUserFrame(const SourceFrame& frame);
bool isUserPythonFile(std::string_view file);
// The interpreter itself or one of the extension modules that come with it.
bool isPythonInterpreter(std::string_view modulePath);

std::string_view baseName(std::string_view path);

}  // namespace gordian::cli::symbols
