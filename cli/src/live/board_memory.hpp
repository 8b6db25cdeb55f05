// The board of a run (gordian/recording/board.h): shared memory that the watched processes write
// and this one reads. It has a name only in the environment of the child, a fixed size that nobody
// can change, and takes memory for the windows that were used.
#pragma once

#include <gordian/recording/board.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace gordian::cli {

class BoardMemory {
 public:
  // Null where the system refuses; `why` gets the reason.
  static std::unique_ptr<BoardMemory> make(std::string& why);
  ~BoardMemory();
  BoardMemory(const BoardMemory&) = delete;
  BoardMemory& operator=(const BoardMemory&) = delete;

  // Value of GORDIAN_BOARD: good while this process lives.
  [[nodiscard]] const std::string& name() const { return name_; }
  // As /proc/PID/maps names the file: whoever maps it belongs to this run.
  [[nodiscard]] std::uint64_t inode() const { return inode_; }
  [[nodiscard]] const unsigned char* data() const { return data_; }
  [[nodiscard]] unsigned char* writable() { return data_; }
  [[nodiscard]] static constexpr std::size_t size() {
    return recording::kBoardHeaderSize + std::size_t{recording::kWindows} * recording::kWindowSize;
  }

 private:
  BoardMemory() = default;

  int file_ = -1;
  unsigned char* data_ = nullptr;
  std::uint64_t inode_ = 0;
  std::string name_;
};

}  // namespace gordian::cli
