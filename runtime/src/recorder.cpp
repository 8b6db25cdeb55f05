#include "recorder.hpp"

#include "crc32c.hpp"
#include "left_behind.hpp"
#include "message.hpp"
#include "not_cancelled.hpp"
#include "options.hpp"
#include "real.hpp"
#include "spin_lock.hpp"
#include "undisturbed.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace gordian::runtime {

using namespace recording;

Recorder recorder;

namespace {

constexpr std::size_t kChunk = 256ul * 1024;
constexpr std::size_t kLongestRecord = kMaxRecordSize / 2;  // its chunk may end in a pad record
constexpr std::uint64_t kLongestRecording = 1024ull * 1024 * 1024;
constexpr std::size_t kNoteRoom = 256;  // in every chunk, for a last word

SpinLock guard;

std::size_t roundUp(std::size_t value, std::size_t to) {
  return (value + to - 1) / to * to;
}

// Real blocks behind the mapping: a store into a hole of a full disk would be a SIGBUS.
int reserve(int file, std::uint64_t offset, std::size_t size) noexcept {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      offset + size > limit.rlim_cur)
    return EFBIG;  // asking would raise SIGXFSZ in the program
  if (fallocate(file, 0, static_cast<off_t>(offset), static_cast<off_t>(size)) == 0) return 0;
  // The last two by filters of system calls.
  if (errno != EOPNOTSUPP && errno != ENOSYS && errno != EPERM) return errno;
  static const char kZeros[4096] = {};
  for (std::size_t done = 0; done < size; done += sizeof kZeros)
    if (pwrite(file, kZeros, sizeof kZeros, static_cast<off_t>(offset + done)) != sizeof kZeros)
      return errno == 0 ? ENOSPC : errno;
  return 0;
}

// A folder that somebody else prepared (in /tmp, say) is not written to.
bool isOurFolder(const char* folder) noexcept {
  mkdir(folder, 0700);
  struct stat info {};
  return lstat(folder, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid();
}

// Away from the low numbers, which programs expect to get in order.
int withHighNumber(int file) noexcept {
  rlimit limit{};
  int high = fcntl(file, F_DUPFD_CLOEXEC, 1000);
  if (high < 0 && getrlimit(RLIMIT_NOFILE, &limit) == 0)
    high = fcntl(file, F_DUPFD_CLOEXEC, static_cast<int>(limit.rlim_cur - limit.rlim_cur / 4));
  if (high < 0) return file;
  ::close(file);
  return high;
}

std::uint64_t realtimeNs() noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u +
         static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace

bool Recorder::open() noexcept {
  if (state_ != State::None) return state_ == State::Open;
  if (isStopped()) return false;
  const NotCancelled notCancelled;
  const Undisturbed undisturbed;
  {
    const Locked locked(guard);
    if (state_ != State::None) return state_ == State::Open;
    state_ = create() ? State::Open : State::Off;
    if (state_ != State::Open) return false;
  }
  onRecordingCreated();
  return true;
}

bool Recorder::create() noexcept {
  const Options& options = runtimeOptions();
  startedNs_ = realtimeNs();
  const char* folders[] = {options.folder, options.fallbackFolder};
  for (const char* folder : folders) {
    if (folder[0] == '\0') continue;
    if (options.ownFolder && !isOurFolder(folder)) continue;
    std::snprintf(path_, sizeof path_, "%s/%d-%llu.gdr", folder, static_cast<int>(getpid()),
                  static_cast<unsigned long long>(startedNs_));
    file_ = ::open(path_, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ >= 0) break;
  }
  if (file_ < 0) {
    message("cannot write a recording to '%s': %s; nothing is recorded", options.folder,
            strerrordesc_np(errno));
    return false;
  }
  file_ = withHighNumber(file_);
  struct stat info {};
  fstat(file_, &info);
  device_ = info.st_dev;
  inode_ = info.st_ino;
  chunk_ = nullptr;
  chunkSize_ = chunkUsed_ = 0;
  chunkOffset_ = 0;
  if (!nextChunk(sizeof(FileHeader))) {
    discard();
    return false;
  }
  FileHeader header{};
  std::memcpy(header.magic, GORDIAN_RECORDING_MAGIC, sizeof header.magic);
  header.version = kRecordingVersion;
  header.headerSize = sizeof header;
  header.byteOrder = 0x01020304;
  header.pointerSize = sizeof(void*);
  header.pid = static_cast<std::uint32_t>(getpid());
  header.parentPid = parentPid_ != 0 ? parentPid_ : static_cast<std::uint32_t>(getppid());
  header.startedNs = startedNs_;
  header.parentStartedNs = parentStartedNs_;
  Crc32c crc;
  crc.add(&header, offsetof(FileHeader, crc));
  header.crc = crc.value();
  std::memcpy(chunk_, &header, sizeof header);
  chunkUsed_ = sizeof header;
  if (options.verbose) message("process %d records to %s", static_cast<int>(getpid()), path_);
  return true;
}

bool Recorder::nextChunk(std::size_t needed) noexcept {
  const Undisturbed undisturbed;
  const std::uint64_t offset = chunkOffset_ + chunkSize_;
  const std::size_t size = roundUp(needed, kChunk);
  int error = 0;
  if (needed > kLongestRecord || offset + size > kLongestRecording)
    error = EFBIG;
  else if (!isFileOurs() && !openAgain())
    error = EBADF;
  else
    error = reserve(file_, offset, size);
  void* memory = MAP_FAILED;
  if (error == 0) {
    memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file_,
                  static_cast<off_t>(offset));
    if (memory == MAP_FAILED) error = errno;
  }
  if (error != 0) {
    char why[128];
    std::snprintf(why, sizeof why, "the recording cannot grow: %s", strerrordesc_np(error));
    switchOff(why);
    return false;
  }
  if (chunk_ != nullptr) {
    // A record never straddles two chunks; the rest of this one is skipped by a pad record.
    if (const std::size_t rest = chunkSize_ - chunkUsed_; rest != 0) {
      RecordHeader pad{kRecordMark, kPad, static_cast<std::uint32_t>(rest), 0, 0};
      Crc32c crc;
      crc.add(&pad.type, sizeof pad.type);
      crc.add(&pad.size, sizeof pad.size);
      crc.add(chunk_ + chunkUsed_ + sizeof pad, rest - sizeof pad);
      pad.crc = crc.value();
      std::memcpy(chunk_ + chunkUsed_, &pad, sizeof pad);
    }
  }
  // In this order: a signal handler may jump out at any place, and stop() finds what there is then.
  char* old = chunk_;
  const std::size_t oldSize = chunkSize_;
  chunkUsed_ = kLongestRecording;  // full
  std::atomic_signal_fence(std::memory_order_seq_cst);
  chunk_ = static_cast<char*>(memory);
  chunkSize_ = size;
  chunkOffset_ = offset;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  chunkUsed_ = 0;
  if (old != nullptr) real::munmap(old, oldSize);
  return true;
}

bool Recorder::append(RecordType type, const Piece* pieces, std::size_t count) noexcept {
  if (!open()) return false;
  std::size_t payload = 0;
  for (std::size_t i = 0; i < count; ++i) payload += pieces[i].size;
  std::size_t size = roundUp(sizeof(RecordHeader) + payload, 8);
  const NotCancelled notCancelled;
  const Locked locked(guard);
  if (state_ != State::Open || isStopped()) return false;
  if (chunkUsed_ + size + kNoteRoom > chunkSize_ && !nextChunk(size + kNoteRoom)) return false;
  place(type, size, pieces, count);
  return true;
}

void Recorder::place(RecordType type, std::size_t size, const Piece* pieces,
                     std::size_t count) noexcept {
  char* at = chunk_ + chunkUsed_;
  RecordHeader header{kRecordMark, static_cast<std::uint16_t>(type),
                      static_cast<std::uint32_t>(size), 0, 0};
  std::memcpy(at, &header, sizeof header);
  std::atomic_signal_fence(std::memory_order_seq_cst);  // the size stands before the rest
  char* to = at + sizeof header;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(to, pieces[i].data, pieces[i].size);
    to += pieces[i].size;
  }
  Crc32c crc;
  crc.add(&header.type, sizeof header.type);
  crc.add(&header.size, sizeof header.size);
  crc.add(at + sizeof header, size - sizeof header);
  header.crc = crc.value();
  std::memcpy(at + offsetof(RecordHeader, crc), &header.crc, sizeof header.crc);
  chunkUsed_ += size;
}

bool Recorder::isFileOurs() const noexcept {
  struct stat info {};
  return file_ >= 0 && fstat(file_, &info) == 0 && info.st_dev == device_ && info.st_ino == inode_;
}

// The program closed it, as servers do at their begin. What has its number now is left alone.
bool Recorder::openAgain() noexcept {
  file_ = ::open(path_, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (file_ < 0) return false;
  file_ = withHighNumber(file_);
  if (isFileOurs()) return true;
  ::close(file_);
  file_ = -1;
  return false;
}

void Recorder::closeFile(bool cut) noexcept {
  if (isFileOurs()) {
    // A longer file is as good: trailing zeros are part of the format.
    if (cut)
      static_cast<void>(ftruncate(file_, static_cast<off_t>(chunkOffset_ + chunkUsed_)) == 0);
    ::close(file_);
  }
  file_ = -1;
}

void Recorder::close() noexcept {
  const NotCancelled notCancelled;
  const Locked locked(guard);
  if (state_ != State::Open) return;
  state_ = State::Off;
  real::munmap(chunk_, chunkSize_);
  closeFile(true);
}

void Recorder::discard() noexcept {
  if (path_[0] != '\0') unlink(path_);
  path_[0] = '\0';
}

void Recorder::forget() noexcept {
  if (state_ == State::Open) {
    parentPid_ = static_cast<std::uint32_t>(getppid());
    parentStartedNs_ = startedNs_;
    real::munmap(chunk_, chunkSize_);
    chunk_ = nullptr;  // stop() writes to what is there
    const NotCancelled notCancelled;
    closeFile(false);
  }
  state_ = isStopped() ? State::Off : State::None;  // that it stopped the parent says
  isCutShort_ = false;
  path_[0] = '\0';
  ++generation_;
}

void Recorder::stop() noexcept {
  const NotCancelled notCancelled;
  const Locked locked(guard);
  if (state_ == State::Off) return;
  if (chunkUsed_ > chunkSize_) chunkUsed_ = chunkSize_;  // left between two chunks
  switchOff("a signal handler jumped out of the runtime");
}

void Recorder::switchOff(const char* why) noexcept {
  if (state_ == State::Off) return;
  state_ = State::Off;
  isCutShort_ = chunk_ != nullptr;
  const bool isNoted = chunk_ != nullptr && chunkUsed_ + kNoteRoom <= chunkSize_;
  if (isNoted) {
    char text[kNoteRoom / 2];
    const int length = std::snprintf(text, sizeof text, "%s; what happened later is missing", why);
    const NoteRecord note{kNoteLimit, 0};
    const Piece pieces[] = {{&note, sizeof note}, {text, static_cast<std::size_t>(length) + 1}};
    if (length > 0 && length < static_cast<int>(sizeof text))
      place(kNote, roundUp(sizeof(RecordHeader) + sizeof note + pieces[1].size, 8), pieces, 2);
  }
  if (chunk_ != nullptr) real::munmap(chunk_, chunkSize_);
  // The wrapper reads the note.
  if (!isNoted || !runtimeOptions().wrapped)
    message("%s; recording stopped, the program goes on", why);
  chunk_ = nullptr;
  closeFile(true);
}

void lockRecorder() noexcept {
  guard.lock();
}
void unlockRecorder() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
