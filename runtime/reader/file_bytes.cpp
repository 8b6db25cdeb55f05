#include "file_bytes.hpp"

#include <fcntl.h>
#include <gordian/recording/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <gordian/recording/reader.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace gordian::recording {
namespace {

constexpr off_t kMaxSize = off_t{16} << 30;

std::string errorText() {
  return std::generic_category().message(errno);
}

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

struct Extent {
  off_t begin = 0;
  off_t end = 0;
};

// The next stretch that is no hole; a file system that knows no holes has one stretch.
Extent nextExtent(int descriptor, off_t from, off_t size) {
  const off_t begin = lseek(descriptor, from, SEEK_DATA);
  if (begin < 0) return errno == ENXIO ? Extent{size, size} : Extent{from, size};
  const off_t end = lseek(descriptor, begin, SEEK_HOLE);
  return {begin, end < 0 ? size : std::min(end, size)};
}

off_t endOfData(int descriptor, off_t from, off_t size) {
  off_t end = from;
  for (off_t at = from; at < size;) {
    const Extent extent = nextExtent(descriptor, at, size);
    if (extent.begin < size) end = extent.end;
    at = std::max(extent.end, at + 1);
  }
  return end;
}

}  // namespace

FileBytes::FileBytes(const std::filesystem::path& file, std::uint64_t offset,
                     std::uint64_t length) {
  // O_NONBLOCK: a pipe under this name must not make us wait.
  const Descriptor descriptor{open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  if (descriptor.number < 0) throw RecordingError(file, 0, "cannot be opened: " + errorText());
  struct stat status {};
  if (fstat(descriptor.number, &status) != 0) {
    throw RecordingError(file, 0, "cannot be examined: " + errorText());
  }
  if (S_ISDIR(status.st_mode)) {
    throw RecordingError(file, 0, "is a folder, not a recording: name the .gdr files in it");
  }
  if (!S_ISREG(status.st_mode)) throw RecordingError(file, 0, "is not a regular file");
  if (status.st_size == 0) {
    throw RecordingError(file, 0, "is empty: the program ended before anything was recorded");
  }
  fileSize_ = static_cast<std::uint64_t>(status.st_size);
  // A program that was killed leaves a long hole at the end. A record can lie in a hole only with
  // the zeros at its end.
  off_t end = status.st_size;
  if (offset >= fileSize_) return;
  if (length == kToTheEnd)
    end = std::min(end,
                   endOfData(descriptor.number, static_cast<off_t>(offset), end) + kMaxRecordSize);
  else if (length < fileSize_ - offset)
    end = static_cast<off_t>(offset + length);
  if (offset >= static_cast<std::uint64_t>(end)) return;
  const auto begin = static_cast<off_t>(offset);
  if (end - begin > kMaxSize) throw RecordingError(file, 0, "is larger than 16 GiB");

  void* memory = mmap(nullptr, static_cast<std::size_t>(end - begin), PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw RecordingError(file, 0, "does not fit in memory: " + errorText());
  data_ = static_cast<unsigned char*>(memory);
  size_ = static_cast<std::size_t>(end - begin);

  for (off_t at = begin; at < end;) {
    const Extent extent = nextExtent(descriptor.number, at, end);
    for (at = extent.begin; at < extent.end;) {
      const ssize_t got = pread(descriptor.number, data_ + (at - begin),
                                static_cast<std::size_t>(extent.end - at), at);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        const std::string reason = "cannot be read: " + errorText();
        munmap(data_, size_);
        throw RecordingError(file, static_cast<std::uint64_t>(at), reason);
      }
      if (got == 0) return;  // it shrank meanwhile: the rest stays zero
      at += got;
    }
    at = std::max(at, extent.end);
  }
}

FileBytes::~FileBytes() {
  if (data_ != nullptr) munmap(data_, size_);
}

}  // namespace gordian::recording
