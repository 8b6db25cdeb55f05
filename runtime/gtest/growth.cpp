#include "growth.hpp"

#include <fcntl.h>
#include <gordian/recording/format.h>
#include <unistd.h>

namespace gordian::gtest {
namespace {

using recording::RecordHeader;

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

template <typename T>
bool readAt(const Descriptor& file, std::uint64_t offset, T& value) {
  return pread(file.number, &value, sizeof value, static_cast<off_t>(offset)) ==
         static_cast<ssize_t>(sizeof value);
}

bool changesVerdicts(std::uint16_t type) {
  return type == recording::kDependency || type == recording::kRevisit ||
         type == recording::kLockShared;
}

}  // namespace

bool Growth::hasNewDependencies(const std::string& file) {
  if (file != file_) {
    file_ = file;
    position_ = 0;
  }
  const Descriptor descriptor{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (descriptor.number < 0) return true;
  if (position_ == 0) {
    recording::FileHeader header{};
    if (!readAt(descriptor, 0, header)) return true;
    position_ = header.headerSize;
  }
  bool isNew = false;
  for (RecordHeader header{}; readAt(descriptor, position_, header); position_ += header.size) {
    if (header.mark == 0 && header.size == 0) break;  // nothing was appended here yet
    if (header.mark != recording::kRecordMark || header.size < sizeof header) return true;
    isNew = isNew || changesVerdicts(header.type);
  }
  return isNew;
}

}  // namespace gordian::gtest
