// The board of the run that a process belongs to, reached from outside through /proc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace gordian::cli::outside {

class AttachedBoard {
 public:
  // Null where the process has none, or it cannot be had: then `why` says so, if there is something
  // to say. The name comes from the environment of the process, which may say anything.
  static std::unique_ptr<AttachedBoard> of(std::uint32_t pid, std::string& why);
  ~AttachedBoard();
  AttachedBoard(const AttachedBoard&) = delete;
  AttachedBoard& operator=(const AttachedBoard&) = delete;

  [[nodiscard]] const unsigned char* data() const { return data_; }
  [[nodiscard]] std::uint64_t inode() const { return inode_; }
  [[nodiscard]] std::uint32_t watcher() const { return watcher_; }

 private:
  AttachedBoard() = default;

  const unsigned char* data_ = nullptr;
  std::uint64_t inode_ = 0;
  std::uint32_t watcher_ = 0;
};

}  // namespace gordian::cli::outside
