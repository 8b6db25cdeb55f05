#include "board_memory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gordian::cli {
namespace {

// A limit on the size of files is meant for files on a disk; it would end us here by a signal.
class NoFileLimit {
 public:
  NoFileLimit() {
    if (getrlimit(RLIMIT_FSIZE, &old_) != 0 || old_.rlim_cur >= BoardMemory::size()) return;
    const rlimit wide{old_.rlim_max, old_.rlim_max};
    isChanged_ = setrlimit(RLIMIT_FSIZE, &wide) == 0;
    isTooSmall_ = !isChanged_ || old_.rlim_max < BoardMemory::size();
  }
  ~NoFileLimit() {
    if (isChanged_) setrlimit(RLIMIT_FSIZE, &old_);
  }
  NoFileLimit(const NoFileLimit&) = delete;
  NoFileLimit& operator=(const NoFileLimit&) = delete;
  [[nodiscard]] bool isTooSmall() const { return isTooSmall_; }

 private:
  rlimit old_{};
  bool isChanged_ = false;
  bool isTooSmall_ = false;
};

// 0, or an errno.
int resize(int file) {
  if (ftruncate(file, static_cast<off_t>(BoardMemory::size())) != 0) return errno;
  return fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0 ? 0 : errno;
}

bool writeHeader(int file) {
  recording::BoardHeader header{};
  std::memcpy(header.magic, GORDIAN_BOARD_MAGIC, sizeof header.magic);
  header.version = recording::kBoardVersion;
  header.windowCount = recording::kWindows;
  header.watcherPid = static_cast<std::uint32_t>(getpid());
  // Only what is not zero, so that the rest of the file stays a hole.
  constexpr std::size_t kSize = offsetof(recording::BoardHeader, windowOwner);
  return pwrite(file, &header, kSize, 0) == static_cast<ssize_t>(kSize);
}

}  // namespace

std::unique_ptr<BoardMemory> BoardMemory::make(std::string& why) {
  std::unique_ptr<BoardMemory> board(new BoardMemory);
  const auto refused = [&](int error) {
    why = std::strerror(error);
    return nullptr;
  };
  board->file_ = memfd_create("gordian-board", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (board->file_ < 0) return refused(errno);
  const NoFileLimit limit;
  if (limit.isTooSmall()) return refused(EFBIG);
  if (const int error = resize(board->file_)) return refused(error);
  struct stat status {};
  if (!writeHeader(board->file_) || fstat(board->file_, &status) != 0) return refused(errno);
  void* const memory = mmap(nullptr, size(), PROT_READ | PROT_WRITE, MAP_SHARED, board->file_, 0);
  if (memory == MAP_FAILED) return refused(errno);
  board->data_ = static_cast<unsigned char*>(memory);
  board->inode_ = status.st_ino;
  board->name_ = fmt::format("/proc/{}/fd/{}", getpid(), board->file_);
  return board;
}

BoardMemory::~BoardMemory() {
  if (data_ != nullptr) munmap(data_, size());
  if (file_ >= 0) close(file_);
}

}  // namespace gordian::cli
