// Names of functions and variables for people: demangled, without return types, parameters and the
// library's inner namespaces.
#pragma once

#include <string>
#include <string_view>

namespace gordian::cli::symbols {

// Of a symbol as it stands in the file, mangled or not.
std::string functionName(std::string_view symbol);
std::string variableName(std::string_view symbol);

// Of text that is already demangled: "void std::__invoke<main::{lambda()#1}>(int)" and the like.
std::string shortFunction(std::string_view demangled);
// The same for a type or variable name: nothing is a return type.
std::string shortType(std::string_view demangled);

// Without control characters, and of bounded length.
std::string printable(std::string_view text);

}  // namespace gordian::cli::symbols
