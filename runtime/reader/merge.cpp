#include <fcntl.h>
#include <gordian/recording/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <gordian/recording/reader.hpp>
#include <map>
#include <system_error>
#include <utility>

#include "file_bytes.hpp"
#include "merged_file.hpp"
#include "record_scanner.hpp"

namespace gordian::recording {
namespace {

namespace fs = std::filesystem;

// Where a recording lies; its bytes are read again when it is written, so that merging many files
// never needs the memory of more than one file.
struct Source {
  MergedEntry entry{};
  fs::path file;
  std::uint64_t offset = 0;

  [[nodiscard]] bool operator<(const Source& other) const {
    return std::pair(entry.hash, entry.size) < std::pair(other.entry.hash, other.entry.size);
  }
  [[nodiscard]] bool isSame(const Source& other) const {
    return entry.hash == other.entry.hash && entry.size == other.entry.size;
  }
};

// Without the zeros that an unfinished recording ends with: they are no content.
Source sourceOf(const fs::path& file, Bytes bytes, std::uint64_t offset, std::uint64_t length) {
  const Bytes content = bytes.part(offset, length);
  DamageNotes ignored;  // damage is kept as it is; the reader of the result will tell
  RecordScanner scanner(content, checkedHeader(file, content).headerSize, ignored);
  while (scanner.next()) continue;
  Source source;
  source.file = file;
  source.offset = offset;
  source.entry.size = scanner.usedSize();
  source.entry.hash = hash128(content.data, source.entry.size);
  return source;
}

void addSources(const fs::path& file, std::vector<Source>& sources) {
  const FileBytes content(file);
  const Bytes bytes = content.bytes();
  if (!isMerged(bytes)) {
    sources.push_back(sourceOf(file, bytes, 0, bytes.size));
    return;
  }
  DamageNotes damage;
  const auto entries = mergedEntries(file, bytes, damage);
  const bool isCut = !entries.empty() && entries.back().offset + entries.back().size > bytes.size;
  if (!damage.isEmpty() || isCut) {
    throw RecordingError(file, bytes.size, "is cut, so recordings would be lost in merging");
  }
  for (const MergedEntry& entry : entries) {
    sources.push_back(sourceOf(file, bytes, entry.offset, entry.size));
  }
}

// A file that appears under its name complete or not at all, and replaces nothing.
class NewFile {
 public:
  explicit NewFile(fs::path file)
      : file_(std::move(file)), temporary_(file_.string() + ".tmp" + std::to_string(getpid())) {
    struct stat unused {};
    if (lstat(file_.c_str(), &unused) == 0) refuse();
    descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       S_IRUSR | S_IWUSR);
    if (descriptor_ < 0) fail("cannot be created");
  }
  ~NewFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!isKept_) unlink(temporary_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void writeAt(std::uint64_t offset, const void* data, std::size_t size) {
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

  void keep() {
    if (fsync(descriptor_) != 0 && errno != EINVAL) fail("cannot be written");
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

 private:
  [[noreturn]] void refuse() const {
    throw RecordingError(file_, 0, "exists already and is not overwritten: choose another name");
  }
  [[noreturn]] void fail(const char* what) const {
    throw RecordingError(file_, 0, what + (": " + std::generic_category().message(errno)));
  }

  fs::path file_;
  fs::path temporary_;
  int descriptor_ = -1;
  bool isKept_ = false;
};

std::uint64_t padded(std::uint64_t size) {
  return (size + 7) / 8 * 8;
}

// The recordings that come from one file.
void writeContents(const std::vector<const Source*>& sources, NewFile& output) {
  const FileBytes content(sources.front()->file);
  for (const Source* source : sources) {
    const MergedEntry& entry = source->entry;
    const Bytes bytes = content.bytes().part(source->offset, entry.size);
    if (bytes.size != entry.size || hash128(bytes.data, bytes.size) != entry.hash) {
      throw RecordingError(source->file, source->offset,
                           "changed while it was being merged: merge when the program has ended");
    }
    output.writeAt(entry.offset, bytes.data, bytes.size);
    const char zeros[8] = {};
    output.writeAt(entry.offset + entry.size, zeros, padded(entry.size) - entry.size);
  }
}

}  // namespace

void merge(const std::vector<fs::path>& inputs, const fs::path& output) {
  std::vector<Source> sources;
  for (const fs::path& input : inputs) addSources(input, sources);
  std::stable_sort(sources.begin(), sources.end());
  const auto isSame = [](const Source& a, const Source& b) { return a.isSame(b); };
  sources.erase(std::unique(sources.begin(), sources.end(), isSame), sources.end());

  MergedHeader header{};
  std::memcpy(header.magic, kMergedMagic, sizeof header.magic);
  header.version = kMergedVersion;
  header.byteOrder = 0x01020304U;
  header.count = sources.size();
  std::uint64_t offset = sizeof header + sources.size() * sizeof(MergedEntry);

  NewFile file(output);
  file.writeAt(0, &header, sizeof header);
  std::uint64_t place = sizeof header;
  std::map<fs::path, std::vector<const Source*>> byFile;
  for (Source& source : sources) {
    source.entry.offset = offset;
    offset += padded(source.entry.size);
    file.writeAt(place, &source.entry, sizeof source.entry);
    place += sizeof source.entry;
    byFile[source.file].push_back(&source);
  }
  for (const auto& [unused, fromOneFile] : byFile) writeContents(fromOneFile, file);
  file.keep();
}

}  // namespace gordian::recording
