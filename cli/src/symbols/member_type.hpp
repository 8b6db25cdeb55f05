// From an expression in the source to the class member that it names: "from.m" at a place where
// `from` is an Account& is "Account::m".
#pragma once

#include "symbols/cu_index.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gordian::cli::symbols {

// `level` counts the inlined functions at the address from the innermost, 0, as inlineChain does.
// Empty when the expression is not a member, or its type cannot be found out.
std::string memberNamedBy(std::string_view expression, CuIndex& units, std::uint64_t address,
                          std::size_t level);

}  // namespace gordian::cli::symbols
