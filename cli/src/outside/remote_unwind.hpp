// libdwfl for one process: its modules, and return addresses of its tasks.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <gordian/recording/reader.hpp>

#include "proc_lines.hpp"

namespace gordian::cli::outside {

struct Unwound {
  std::vector<std::uint64_t> addresses;  // return addresses, innermost first
  bool isComplete = false;
};

class RemoteUnwinder {
 public:
  explicit RemoteUnwinder(std::uint32_t pid);
  ~RemoteUnwinder();
  RemoteUnwinder(const RemoteUnwinder&) = delete;
  RemoteUnwinder& operator=(const RemoteUnwinder&) = delete;

  [[nodiscard]] std::vector<recording::Module> modules();
  // By what the system tells of the sleeping task alone.
  Unwound unwind(std::uint32_t tid, const SystemCall& call);
  // Stops the task by ptrace and lets it go again.
  Unwound unwindStopped(std::uint32_t tid);

 private:
  struct Session;

  std::uint32_t pid_;
  std::unique_ptr<Session> sleeping_, stopping_;  // libdwfl allows one way to read tasks in each
};

}  // namespace gordian::cli::outside
