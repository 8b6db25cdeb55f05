// The one table of what Gordian can find: every text that depends on the id alone.
#pragma once

#include <span>
#include <string_view>

namespace gordian::cli {

struct Rule {
  std::string_view id;       // "GD101"
  std::string_view slug;     // "lock-order-cycle"
  std::string_view name;     // for SARIF: "LockOrderCycle"
  std::string_view meaning;  // one clause, small letter first, no full stop
  std::string_view help;     // what to do, one clause
  std::string_view cwe;      // "833", or empty
  std::string_view links;    // rules of SEI CERT and the C++ Core Guidelines, or empty
};

std::span<const Rule> rules();  // by id

// Null for an unknown id.
const Rule* findRule(std::string_view id);

}  // namespace gordian::cli
