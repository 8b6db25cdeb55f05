// A recording that consists of one hang, as whoever watched from outside leaves it.
#include <gordian/recording/board.h>
#include <gordian/recording/format.h>

#include <algorithm>
#include <cstring>
#include <gordian/recording/reader.hpp>
#include <string>
#include <string_view>

#include "crc32c.hpp"
#include "new_file.hpp"

namespace gordian::recording {
namespace {

template <typename T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void addBytes(Crc32c& crc, const void* data, std::size_t size) {
  crc.add(static_cast<const unsigned char*>(data), size);
}

std::string headerOf(const Waiter& victim) {
  FileHeader header{};
  std::memcpy(header.magic, GORDIAN_RECORDING_MAGIC, sizeof header.magic);
  header.version = kRecordingVersion;
  header.headerSize = sizeof header;
  header.byteOrder = 0x01020304U;
  header.pointerSize = sizeof(void*);
  header.pid = victim.pid;
  header.startedNs = victim.startedNs;
  Crc32c crc;
  addBytes(crc, &header, offsetof(FileHeader, crc));
  header.crc = crc.value();
  std::string bytes;
  append(bytes, header);
  return bytes;
}

std::string recordOf(RecordType type, std::string payload) {
  payload.resize((payload.size() + 7) / 8 * 8);
  RecordHeader header{};
  header.mark = kRecordMark;
  header.type = static_cast<std::uint16_t>(type);
  header.size = static_cast<std::uint32_t>(sizeof header + payload.size());
  Crc32c crc;
  addBytes(crc, &header.type, sizeof header.type + sizeof header.size);
  addBytes(crc, payload.data(), payload.size());
  header.crc = crc.value();
  std::string bytes;
  append(bytes, header);
  return bytes + payload;
}

BoardHeld heldOf(const WaiterHold& hold) {
  BoardHeld held{};
  held.key = {hold.space, hold.object};
  held.address = hold.address;
  held.lock = hold.lock;
  held.stack = hold.stack;
  held.serial = hold.serial;
  held.kind = hold.kind;
  held.mode = hold.mode;
  return held;
}

void addText(std::string& payload, const std::string& text) {
  payload += text.substr(0, text.find('\0'));
  payload += '\0';
}

// Names that would end their field are cut there.
std::string field(const std::string& text) {
  return text.substr(0, text.find_first_of(std::string_view("\t\n\0", 3)));
}

std::string framesText(const std::vector<ToldFrame>& frames) {
  constexpr std::size_t kMostFrames = 256;
  constexpr std::size_t kMostText = kMaxRecordSize / 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(frames.size(), kMostFrames); ++i) {
    const ToldFrame& frame = frames[i];
    std::string line = field(frame.function) + '\t' + field(frame.file) + '\t' +
                       field(frame.module) + '\t' + std::to_string(frame.line) + '\t' +
                       std::to_string(frame.column) + '\t' + (frame.isUser ? "1" : "0") + '\n';
    if (text.size() + line.size() > kMostText) break;
    text += line;
  }
  return text;
}

std::string waiterRecord(const Waiter& waiter) {
  WaiterRecord record{};
  record.pid = waiter.pid;
  record.thread = waiter.thread;
  record.startedNs = waiter.startedNs;
  record.tid = waiter.tid;
  record.role = waiter.role;
  record.waitsFor = waiter.waitsFor;
  record.through = waiter.through;
  record.kind = waiter.kind;
  record.lockKind = waiter.lockKind;
  record.mode = waiter.mode;
  record.flags = waiter.flags;
  record.lock = waiter.lock;
  record.target = waiter.target;
  record.stack = waiter.stack;
  record.address = waiter.address;
  record.space = waiter.space;
  record.object = waiter.object;
  record.mutexAddress = waiter.mutexAddress;
  record.mutexLock = waiter.mutexLock;
  // The largest record that a reader takes bounds what a thread can hold at once.
  constexpr std::size_t kMostHeld = kMaxRecordSize / 2 / sizeof(BoardHeld);
  const std::size_t held = std::min(waiter.held.size(), kMostHeld);
  record.heldCount = static_cast<std::uint32_t>(held);
  record.frameCount = static_cast<std::uint32_t>(waiter.frames.size());
  std::string payload;
  append(payload, record);
  for (std::size_t i = waiter.held.size() - held; i < waiter.held.size(); ++i)
    append(payload, heldOf(waiter.held[i]));
  for (const std::uint64_t frame : waiter.frames) append(payload, frame);
  addText(payload, waiter.name);
  if (!waiter.told.waitsFor.empty() || !waiter.told.because.empty()) {
    addText(payload, waiter.told.waitsFor);
    addText(payload, waiter.told.because);
    addText(payload, framesText(waiter.told.frames));
  }
  return recordOf(kWaiter, payload);
}

}  // namespace

void writeHang(const Hang& hang, const std::filesystem::path& file) {
  if (hang.waiters.empty()) throw RecordingError(file, 0, "would be a hang of nobody");
  HangRecord record{};
  record.rule = hang.rule;
  record.waiterCount = static_cast<std::uint32_t>(hang.waiters.size());
  record.threads = hang.threads;
  record.action = hang.action;
  record.unchangedMs = hang.unchangedMs;
  std::string payload;
  append(payload, record);
  std::string bytes = headerOf(hang.waiters.front()) + recordOf(kHang, payload);
  for (const Waiter& waiter : hang.waiters) bytes += waiterRecord(waiter);
  NewFile output(file);
  output.writeAt(0, bytes.data(), bytes.size());
  output.keep();
}

}  // namespace gordian::recording
