#include "notices.hpp"

#include "hooks/hook.hpp"
#include "meetings.hpp"
#include "memory.hpp"
#include "order.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint32_t kMostOfThread = 4;        // of one object and direction
constexpr std::uint32_t kMostNotices = 1u << 12;  // of a process
constexpr std::uint32_t kMostEarly = 1u << 7;     // … before anything is recorded

// Under the records lock.
std::uint32_t notices;
NoticeRecord early[kMostEarly];
std::uint32_t earlyCount;

// The line for it; null: enough are recorded, or there is no room.
KnownNotice* lineOf(ThreadState& thread, std::uint32_t kind, const void* object) noexcept {
  if (thread.notices == nullptr) thread.notices = allocateArray<KnownNotice>(kKnownNotices);
  if (thread.notices == nullptr) return nullptr;
  KnownNotice& line = thread.notices[(hashAddress(object) >> 32 ^ kind) % kKnownNotices];
  const std::uint32_t epoch = epochOf(object);
  if (line.object != object || line.kind != kind || line.epoch != epoch)
    line = {object, kind, epoch, 0};
  return line.count < kMostOfThread ? &line : nullptr;
}

void record(ThreadState& thread, const KnownNotice& line, std::uint32_t flags) noexcept {
  if (!enterSlowPath(thread)) return;
  NoticeRecord record{};
  record.thread = thread.id;
  record.segment = thread.segment;
  record.kind = line.kind;
  record.flags = flags;
  record.order = momentOf(thread);
  record.object = reinterpret_cast<std::uintptr_t>(line.object);
  record.epoch = line.epoch;
  const RecordsLocked locked;
  if (recorder.isOff() || notices >= kMostNotices) return;
  if (!recorder.isOpen()) {
    if (earlyCount < kMostEarly) early[earlyCount++] = record;
    return;
  }
  writeEarlyNotices();
  if (++notices == kMostNotices) record.flags |= kNoticeLastOfAll;
  writeThread(thread);
  writeOrder(thread, false);
  recorder.append(kNotice, record);
}

void note(ThreadState& thread, std::uint32_t kind, const void* object,
          std::uint32_t flags) noexcept {
  const int error = errno;
  {
    const Inside inside(thread);
    if (KnownNotice* line = lineOf(thread, kind, object)) {
      if (++line->count == kMostOfThread) flags |= kNoticeLast;
      record(thread, *line, flags);
    }
  }
  errno = error;
}

}  // namespace

void noteGiven(std::uint32_t kind, const void* object) noexcept {
  if (ThreadState* thread = enter()) note(*thread, kind, object, 0);
}

void noteTaken(ThreadState& thread, std::uint32_t kind, const void* object, bool gaveUp) noexcept {
  if ((thread.inside & kInside) == 0) note(thread, kind, object, gaveUp ? kNoticeGaveUp : 0);
}

void writeEarlyNotices() noexcept {
  for (std::uint32_t i = 0; i < earlyCount; ++i) {
    early[i].flags |= kNoticeEarly;
    recorder.append(kNotice, early[i]);
  }
  earlyCount = 0;
}

void forgetNotices() noexcept {
  notices = 0;
  earlyCount = 0;
}

}  // namespace gordian::runtime
