// Lines of source files, and the names that stand in them. Files are read, never trusted: regular
// ones only, at most 1 MiB each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::cli::symbols {

class SourceText {
 public:
  // Empty when there is no such line or the file is not readable.
  std::string line(const std::string& file, std::uint32_t number);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

// The lock in a plain lock, or init, expression of C or C++: "from.m" in "std::lock_guard
// a(from.m);", "q->mu" in "pthread_mutex_lock(&q->mu)". Empty when the line is anything else.
std::string lockExpression(std::string_view line);

// The variable that a line of Python assigns to: "self.lock" in "self.lock = threading.Lock()".
std::string pythonTarget(std::string_view line);

// The lock in "with self.lock:" or "lock_a.acquire()".
std::string pythonLockExpression(std::string_view line);

}  // namespace gordian::cli::symbols
