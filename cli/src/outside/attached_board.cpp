#include "attached_board.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <regex>

#include "../live/board_memory.hpp"
#include "views.hpp"

namespace gordian::cli::outside {
namespace {

// 0: not the name of an open file of a process.
std::uint32_t watcherIn(const std::string& name) {
  static const std::regex pattern("/proc/([1-9][0-9]{0,9})/fd/[0-9]{1,9}");
  std::smatch match;
  if (name.size() > 64 || !std::regex_match(name, match, pattern)) return 0;
  const unsigned long long pid = std::stoull(match[1]);
  return pid <= INT32_MAX ? static_cast<std::uint32_t>(pid) : 0;
}

// Of a size that nobody can take back while we read, which would end us by a signal.
bool isBoardFile(int file, struct stat& status) {
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return false;
  const int seals = fcntl(file, F_GET_SEALS);
  return seals >= 0 && (seals & F_SEAL_SHRINK) != 0 &&
         static_cast<std::size_t>(status.st_size) >= BoardMemory::size();
}

}  // namespace

std::unique_ptr<AttachedBoard> AttachedBoard::of(std::uint32_t pid, std::string& why) {
  const auto name = variableOf(pid, "GORDIAN_BOARD");
  if (!name || name->empty()) return nullptr;
  std::unique_ptr<AttachedBoard> board(new AttachedBoard);
  board->watcher_ = watcherIn(*name);
  if (board->watcher_ == 0) {
    why = "GORDIAN_BOARD of the process is not the name of a board";
    return nullptr;
  }
  const int file = open(name->c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) {
    why = errno == ENOENT ? "the gordian run that watched it has ended"
                          : fmt::format("the board of its run (process {}) cannot be read: {}",
                                        board->watcher_, std::strerror(errno));
    return nullptr;
  }
  struct stat status {};
  void* memory = MAP_FAILED;
  if (isBoardFile(file, status))
    memory = mmap(nullptr, BoardMemory::size(), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) {
    why = "what GORDIAN_BOARD of the process names is no board";
    return nullptr;
  }
  board->data_ = static_cast<const unsigned char*>(memory);
  board->inode_ = status.st_ino;
  return board;
}

AttachedBoard::~AttachedBoard() {
  if (data_ != nullptr) munmap(const_cast<unsigned char*>(data_), BoardMemory::size());
}

}  // namespace gordian::cli::outside
