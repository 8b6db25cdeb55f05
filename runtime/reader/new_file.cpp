#include "new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <gordian/recording/reader.hpp>
#include <string>
#include <system_error>
#include <utility>

namespace gordian::recording {

NewFile::NewFile(std::filesystem::path file)
    : file_(std::move(file)), temporary_(file_.string() + ".tmp" + std::to_string(getpid())) {
  struct stat unused {};
  if (lstat(file_.c_str(), &unused) == 0) refuse();
  descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                     S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) fail("cannot be created");
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  close(descriptor_);
  if (!isKept_) unlink(temporary_.c_str());
}

void NewFile::writeAt(std::uint64_t offset, const void* data, std::size_t size) {
  const char* from = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = pwrite(descriptor_, from, size, static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot be written");
    from += written;
    offset += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
}

void NewFile::sync() const {
  if (fsync(descriptor_) != 0 && errno != EINVAL) fail("cannot be written");
}

void NewFile::keep() {
  if (renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) == 0) {
    isKept_ = true;
    return;
  }
  if (errno == EEXIST) refuse();
  // A file system without RENAME_NOREPLACE: a second name never replaces one either.
  if (link(temporary_.c_str(), file_.c_str()) != 0) {
    if (errno == EEXIST) refuse();
    fail("cannot be created");
  }
}

void NewFile::refuse() const {
  throw RecordingError(file_, 0, "exists already and is not overwritten: choose another name");
}

void NewFile::fail(const char* what) const {
  throw RecordingError(file_, 0, what + (": " + std::generic_category().message(errno)));
}

}  // namespace gordian::recording
