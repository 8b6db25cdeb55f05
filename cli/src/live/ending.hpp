// Ends processes that can never continue.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../commands/config.hpp"

namespace gordian::cli {

// A process as it was when the hang was decided, whatever gets its process id afterwards.
class Victim {
 public:
  // Null where the process is gone.
  static std::unique_ptr<Victim> of(std::uint32_t pid);
  ~Victim();
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  [[nodiscard]] std::uint32_t pid() const { return pid_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  void send(int signal) const;
  [[nodiscard]] bool isGone() const;

 private:
  Victim(std::uint32_t pid, int file) : pid_(pid), file_(file) {}

  std::uint32_t pid_;
  int file_;
  std::string name_;
};

using Victims = std::vector<std::unique_ptr<Victim>>;

// Exit: by SIGKILL. Abort: by SIGABRT, and by SIGKILL when that did not end them within a second
// and they are not writing their core. Says a line for each; `because` names the finding.
void endProcesses(const Victims& victims, OnDeadlock how, const std::string& because);

}  // namespace gordian::cli
