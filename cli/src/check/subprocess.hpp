// Another program, run for its output.
#pragma once

#include <string>
#include <vector>

namespace gordian::cli {

struct Output {
  int error = 0;   // errno of a program that could not be started, else 0
  int status = 0;  // its exit status; 128 and more: a signal
  std::string out;
  std::string err;
};

// No shell is involved. `folder`: where it runs; empty: here. Of each stream at most `most` bytes
// are kept.
Output outputOf(const std::vector<std::string>& words, const std::string& folder = {},
                std::size_t most = std::size_t{64} << 20);

// The file that a shell would execute for a name without slashes; empty when there is none.
std::string programNamed(const std::string& name);

}  // namespace gordian::cli
