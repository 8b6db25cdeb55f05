// Appends records to the recording of this process: a memory-mapped file, so that what was appended
// survives SIGKILL. Slow path only. On any failure it switches itself off with one line on stderr.
#pragma once

#include <gordian/recording/format.h>

#include <sys/types.h>
#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

// A piece of a record; the pieces are written one behind the other.
struct Piece {
  const void* data;
  std::size_t size;
};

class Recorder {
 public:
  // Creates the file when there is none yet. False: nothing is recorded (any more).
  bool open() noexcept;
  [[nodiscard]] bool isOpen() const noexcept { return state_ == State::Open; }
  [[nodiscard]] bool isOff() const noexcept { return state_ == State::Off; }

  bool append(recording::RecordType type, const Piece* pieces, std::size_t count) noexcept;
  template <typename Record>
  bool append(recording::RecordType type, const Record& record) noexcept {
    const Piece piece{&record, sizeof record};
    return append(type, &piece, 1);
  }
  template <typename Record>
  bool append(recording::RecordType type, const Record& record, const void* data,
              std::size_t size) noexcept {
    const Piece pieces[] = {{&record, sizeof record}, {data, size}};
    return append(type, pieces, 2);
  }

  // Cuts the file to what was written. Nothing can be appended afterwards.
  void close() noexcept;
  // Removes the file: there was nothing to say.
  void discard() noexcept;
  // In a forked child: its own file begins when it is first needed.
  void forget() noexcept;
  // After stopRuntime(): says so in the file, and closes it.
  void stop() noexcept;
  // It ended before the process does, and there is a file to read.
  [[nodiscard]] bool isCutShort() const noexcept { return isCutShort_; }
  // No more recording: a note in the file when there is one, and a line when nobody reads that.
  void switchOff(const char* why) noexcept;

  [[nodiscard]] const char* path() const noexcept { return path_; }
  [[nodiscard]] std::uint64_t startedNs() const noexcept { return startedNs_; }
  // Counts recordings within this memory image: ids of an older generation are void.
  [[nodiscard]] std::uint32_t generation() const noexcept { return generation_; }

 private:
  enum class State { None, Open, Off };
  bool create() noexcept;
  bool nextChunk(std::size_t needed) noexcept;
  void place(recording::RecordType type, std::size_t size, const Piece* pieces,
             std::size_t count) noexcept;
  [[nodiscard]] bool isFileOurs() const noexcept;
  [[nodiscard]] bool openAgain() noexcept;
  void closeFile(bool cut) noexcept;

  State state_ = State::None;
  bool isCutShort_ = false;
  std::uint32_t generation_ = 1;
  int file_ = -1;
  dev_t device_ = 0;  // identity of the file: a program may close it and reuse its number
  ino_t inode_ = 0;
  char* chunk_ = nullptr;  // the mapped part of the file …
  std::size_t chunkSize_ = 0;
  std::size_t chunkUsed_ = 0;
  std::uint64_t chunkOffset_ = 0;  // … and where it begins
  std::uint64_t startedNs_ = 0;
  std::uint64_t parentStartedNs_ = 0;
  std::uint32_t parentPid_ = 0;
  char path_[4096] = {};
};

// The one of this process.
extern Recorder recorder;

// Called once for each new recording, to write what comes first. Defined in process.cpp.
void onRecordingCreated() noexcept;

void lockRecorder() noexcept;
void unlockRecorder() noexcept;

}  // namespace gordian::runtime
