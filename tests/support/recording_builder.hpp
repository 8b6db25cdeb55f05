// Builds recordings in memory, byte by byte as the runtime writes them, so that tests can cut and
// corrupt them. Its checksum is an implementation of its own: the plain bitwise one.
#pragma once

#include <gordian/recording/board.h>
#include <gordian/recording/format.h>
#include <stdlib.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gordian::testing {

inline std::uint32_t bitwiseCrc32c(std::string_view bytes) {
  std::uint32_t state = 0xffffffffU;
  for (const char byte : bytes) {
    state ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) state = (state >> 1) ^ ((state & 1U) * 0x82f63b78U);
  }
  return ~state;
}

template <typename T>
std::string bytesOf(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <typename T>
std::string bytesOf(const std::vector<T>& values) {
  std::string bytes;
  for (const T& value : values) bytes += bytesOf(value);
  return bytes;
}

class RecordingBuilder {
 public:
  explicit RecordingBuilder(std::uint32_t pid = 1000, std::uint64_t startedNs = 1) {
    recording::FileHeader header{};
    std::memcpy(header.magic, GORDIAN_RECORDING_MAGIC, sizeof header.magic);
    header.version = recording::kRecordingVersion;
    header.headerSize = sizeof header;
    header.byteOrder = 0x01020304U;
    header.pointerSize = 8;
    header.pid = pid;
    header.parentPid = 1;
    header.startedNs = startedNs;
    setHeader(header);
  }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  [[nodiscard]] recording::FileHeader header() const {
    recording::FileHeader header{};
    std::memcpy(&header, bytes_.data(), sizeof header);
    return header;
  }
  // Replaces the header, with a fitting checksum.
  RecordingBuilder& setHeader(recording::FileHeader header) {
    const std::string text = bytesOf(header);
    header.crc = bitwiseCrc32c(std::string_view(text).substr(0, 60));
    bytes_ = bytesOf(header) + (bytes_.empty() ? "" : bytes_.substr(sizeof header));
    return *this;
  }

  // Any record; the payload is padded with zeros to a multiple of 8.
  RecordingBuilder& record(int type, std::string payload) {
    payload.resize((payload.size() + 7) / 8 * 8);
    recording::RecordHeader header{};
    header.mark = recording::kRecordMark;
    header.type = static_cast<std::uint16_t>(type);
    header.size = static_cast<std::uint32_t>(sizeof header + payload.size());
    header.crc = bitwiseCrc32c(bytesOf(header.type) + bytesOf(header.size) + payload);
    bytes_ += bytesOf(header) + payload;
    return *this;
  }
  RecordingBuilder& zeros(std::size_t count) {
    bytes_.append(count, '\0');
    return *this;
  }

  RecordingBuilder& process(const std::string& executable, const std::string& directory,
                            const std::vector<std::string>& arguments, std::uint32_t flags = 0) {
    const auto count = static_cast<std::uint32_t>(arguments.size());
    std::string payload = bytesOf(recording::ProcessRecord{flags, count});
    payload += executable + '\0' + directory + '\0';
    for (const std::string& argument : arguments) payload += argument + '\0';
    return record(recording::kProcess, payload);
  }
  RecordingBuilder& module(std::uint32_t id, const std::string& path, std::uint64_t start,
                           std::uint64_t end, std::string_view buildId = {}) {
    recording::ModuleRecord module{};
    module.id = id;
    module.start = start;
    module.end = end;
    module.bias = start;
    module.buildIdSize = static_cast<std::uint32_t>(
        buildId.copy(reinterpret_cast<char*>(module.buildId), sizeof module.buildId));
    return record(recording::kModule, bytesOf(module) + path + '\0');
  }
  RecordingBuilder& moduleGone(std::uint32_t id) {
    return record(recording::kModuleGone, bytesOf(recording::ModuleGoneRecord{id, 0}));
  }

  RecordingBuilder& thread(std::uint32_t id, std::uint32_t parent = recording::kNoThread,
                           std::uint32_t parentSegment = 0,
                           const std::vector<recording::HoldRef>& holds = {},
                           std::uint32_t createdStack = 0, std::uint64_t stackLow = 0,
                           std::uint64_t stackHigh = 0) {
    recording::ThreadRecord thread{};
    thread.id = id;
    thread.parent = parent;
    thread.parentSegment = parentSegment;
    thread.tid = 5000 + id;
    thread.createdStack = createdStack;
    thread.holdCount = static_cast<std::uint32_t>(holds.size());
    thread.stackLow = stackLow;
    thread.stackHigh = stackHigh;
    return record(recording::kThread, bytesOf(thread) + bytesOf(holds));
  }
  RecordingBuilder& threadName(std::uint32_t thread, const std::string& name) {
    return record(recording::kThreadName,
                  bytesOf(recording::ThreadNameRecord{thread, 0}) + name + '\0');
  }
  RecordingBuilder& threadEnd(std::uint32_t thread, std::uint64_t acquisitions) {
    return record(recording::kThreadEnd,
                  bytesOf(recording::ThreadEndRecord{thread, 0, acquisitions}));
  }
  RecordingBuilder& join(std::uint32_t joiner, std::uint32_t segment, std::uint32_t joined,
                         const std::vector<recording::HoldRef>& holds = {}) {
    const auto count = static_cast<std::uint32_t>(holds.size());
    return record(recording::kJoin,
                  bytesOf(recording::JoinRecord{joiner, segment, joined, count}) + bytesOf(holds));
  }

  RecordingBuilder& stack(std::uint32_t id, const std::vector<recording::FrameRef>& frames,
                          std::uint32_t flags = 0, const std::string& python = {}) {
    const recording::StackRecord stack{id, flags, static_cast<std::uint32_t>(frames.size()),
                                       static_cast<std::uint32_t>(python.size())};
    return record(recording::kStack, bytesOf(stack) + bytesOf(frames) + python);
  }

  RecordingBuilder& lock(const recording::LockRecord& lock) {
    return record(recording::kLock, bytesOf(lock));
  }
  // A plain mutex at `address`.
  RecordingBuilder& lock(std::uint32_t id, std::uint64_t address, std::uint32_t firstStack = 0) {
    recording::LockRecord record{};
    record.id = id;
    record.address = address;
    record.creator = recording::kNoThread;
    record.firstStack = firstStack;
    return lock(record);
  }
  RecordingBuilder& lockShared(std::uint32_t lock, std::uint32_t thread) {
    return record(recording::kLockShared, bytesOf(recording::LockEventRecord{lock, thread}));
  }
  RecordingBuilder& lockTainted(std::uint32_t lock, std::uint32_t thread) {
    return record(recording::kLockTainted, bytesOf(recording::LockEventRecord{lock, thread}));
  }
  RecordingBuilder& lockName(std::uint32_t lock, const std::string& name) {
    return record(recording::kLockName, bytesOf(recording::LockNameRecord{lock, 0}) + name + '\0');
  }

  RecordingBuilder& dependency(recording::DependencyRecord dependency,
                               const std::vector<recording::HeldRef>& held) {
    dependency.heldCount = static_cast<std::uint32_t>(held.size());
    return record(recording::kDependency, bytesOf(dependency) + bytesOf(held));
  }
  // `thread` takes `lock` while holding `held`, both exclusively and blocking.
  RecordingBuilder& dependency(std::uint32_t id, std::uint32_t thread, std::uint32_t lock,
                               std::uint32_t held, std::uint32_t stack = 0,
                               std::uint32_t heldStack = 0) {
    recording::DependencyRecord record{};
    record.id = id;
    record.thread = thread;
    record.lock = lock;
    record.stack = stack;
    return dependency(record, {{held, heldStack, id, 0}});
  }
  RecordingBuilder& revisit(std::uint32_t dependency, std::uint32_t segment) {
    return record(recording::kRevisit, bytesOf(recording::RevisitRecord{dependency, segment}));
  }
  RecordingBuilder& count(std::uint32_t dependency, std::uint64_t more) {
    return record(recording::kCount, bytesOf(recording::CountRecord{dependency, 0, more}));
  }

  RecordingBuilder& meeting(recording::SignalRecord meeting,
                            const std::vector<recording::HeldRef>& held = {},
                            const std::vector<recording::NeedRef>& needs = {}) {
    meeting.heldCount = static_cast<std::uint32_t>(held.size());
    meeting.needCount = static_cast<std::uint32_t>(needs.size());
    return record(recording::kSignal, bytesOf(meeting) + bytesOf(held) + bytesOf(needs));
  }
  RecordingBuilder& use(const recording::UseRecord& use) {
    return record(recording::kUse, bytesOf(use));
  }
  RecordingBuilder& once(const recording::OnceRecord& once) {
    return record(recording::kOnce, bytesOf(once));
  }
  RecordingBuilder& pass(std::uint32_t once, std::uint32_t thread, std::uint32_t segment) {
    return record(recording::kPass, bytesOf(recording::PassRecord{once, thread, segment, 0}));
  }
  RecordingBuilder& rounds(const recording::RoundsRecord& rounds) {
    return record(recording::kRounds, bytesOf(rounds));
  }
  RecordingBuilder& stretch(const recording::StretchRecord& stretch) {
    return record(recording::kStretch, bytesOf(stretch));
  }
  RecordingBuilder& orderCut(std::uint32_t thread, std::uint32_t segment) {
    return record(recording::kOrderCut, bytesOf(recording::OrderCutRecord{thread, segment}));
  }

  RecordingBuilder& notice(const recording::NoticeRecord& notice) {
    return record(recording::kNotice, bytesOf(notice));
  }

  // Its waiters follow.
  RecordingBuilder& hang(std::uint32_t rule, std::uint32_t waiterCount, std::uint32_t threads,
                         std::uint64_t unchangedMs = 400,
                         std::uint32_t action = recording::kHangExit) {
    return record(recording::kHang,
                  bytesOf(recording::HangRecord{rule, waiterCount, threads, action, unchangedMs}));
  }
  RecordingBuilder& waiter(recording::WaiterRecord waiter,
                           const std::vector<recording::BoardHeld>& held,
                           const std::vector<std::uint64_t>& frames, const std::string& name) {
    waiter.heldCount = static_cast<std::uint32_t>(held.size());
    waiter.frameCount = static_cast<std::uint32_t>(frames.size());
    return record(recording::kWaiter,
                  bytesOf(waiter) + bytesOf(held) + bytesOf(frames) + name + '\0');
  }
  RecordingBuilder& incident(const recording::IncidentRecord& incident,
                             const std::string& text = {}) {
    return record(recording::kIncident, bytesOf(incident) + text + '\0');
  }

  RecordingBuilder& marker(int kind, const std::string& name, std::uint32_t thread = 0) {
    const auto number = static_cast<std::uint32_t>(kind);
    return record(recording::kMarker,
                  bytesOf(recording::MarkerRecord{thread, number}) + name + '\0');
  }
  RecordingBuilder& note(int kind, const std::string& text) {
    const auto number = static_cast<std::uint32_t>(kind);
    return record(recording::kNote, bytesOf(recording::NoteRecord{number, 0}) + text + '\0');
  }
  RecordingBuilder& end(std::uint64_t acquisitions, std::uint64_t locks, std::uint64_t threads) {
    return record(recording::kEnd, bytesOf(recording::EndRecord{recording::kEndExit, 0,
                                                                acquisitions, locks, threads}));
  }

 private:
  std::string bytes_;
};

// A folder that is gone when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "gordian-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return path_ / name; }
  // Writes (or replaces) the file and returns its path.
  [[nodiscard]] std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path(name), std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

inline std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace gordian::testing
