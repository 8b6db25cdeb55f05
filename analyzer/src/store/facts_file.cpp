#include "facts_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "decoder.hpp"
#include "describe.hpp"
#include "describe_functions.hpp"
#include "describe_tables.hpp"
#include "encoder.hpp"
#include "frame.hpp"

namespace gordian::analyzer {
namespace {

namespace fs = std::filesystem;

std::string reason() {
  return std::strerror(errno);
}

std::string contentOf(const fs::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) throw FactsError("cannot be read: " + reason());
  struct stat status {};
  std::string content;
  std::string problem;
  if (fstat(fd, &status) != 0)
    problem = "cannot be read: " + reason();
  else if (!S_ISREG(status.st_mode))
    problem = "not a regular file";
  else if (static_cast<std::uint64_t>(status.st_size) > kMaxFactsFile)
    problem = "larger than a facts file may be";
  if (problem.empty()) {
    content.resize(static_cast<std::size_t>(status.st_size));
    std::size_t size = 0;
    while (size < content.size()) {
      const ssize_t got = read(fd, content.data() + size, content.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) problem = "cannot be read: " + reason();
      if (got <= 0) break;
      size += static_cast<std::size_t>(got);
    }
    content.resize(size);
  }
  close(fd);
  if (!problem.empty()) throw FactsError(problem);
  return content;
}

bool writeAll(int fd, const std::string& bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t size = write(fd, bytes.data() + written, bytes.size() - written);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    written += static_cast<std::size_t>(size);
  }
  return true;
}

}  // namespace

std::string encodeFacts(const Unit& unit) {
  Encoder encoder;
  // An Encoder changes nothing; that Description says both directions costs the const.
  Description<Encoder>(encoder).unit(const_cast<Unit&>(unit));
  std::string bytes = wrapRecords(encoder.bytes(), encoder.memory());
  decodeFacts(bytes);
  return bytes;
}

Unit decodeFacts(std::string_view bytes) {
  const Frame frame = unwrapRecords(bytes);
  Decoder decoder(frame.records, frame.memory);
  Unit unit;
  Description<Decoder>(decoder).unit(unit);
  if (!decoder.isAtEnd()) failAt(decoder.offset(), "something stands behind the last record");
  return unit;
}

std::optional<std::string> writeFacts(const fs::path& file, const Unit& unit) {
  std::string bytes;
  try {
    bytes = encodeFacts(unit);
  } catch (const FactsError& error) {
    return file.native() + ": " + error.what();
  }
  std::string name = file.native() + ".XXXXXX";
  const int fd = mkostemp(name.data(), O_CLOEXEC);
  if (fd < 0) return file.native() + ": cannot be written: " + reason();
  bool isWhole = writeAll(fd, bytes);
  int error = errno;
  if (close(fd) != 0 && isWhole) {
    isWhole = false;
    error = errno;
  }
  if (isWhole && rename(name.c_str(), file.c_str()) != 0) {
    isWhole = false;
    error = errno;
  }
  if (isWhole) return std::nullopt;
  unlink(name.c_str());
  errno = error;
  return file.native() + ": cannot be written: " + reason();
}

Unit readFacts(const fs::path& file) {
  try {
    return decodeFacts(contentOf(file));
  } catch (const FactsError& error) {
    throw FactsError(file.native() + ": " + error.what());
  }
}

}  // namespace gordian::analyzer
