// What ends a command with status 2 and one line.
#pragma once

#include <stdexcept>

namespace gordian::cli {

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace gordian::cli
