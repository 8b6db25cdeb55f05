#include "incidents.hpp"

#include "process.hpp"
#include "recorder.hpp"
#include "records.hpp"
#include "registry.hpp"

#include <cerrno>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::uint8_t kMostAlike = 8;
constexpr std::uint32_t kMostIncidents = 4096;
constexpr std::size_t kKeys = 1u << 14;

std::uint8_t timesOf[kKeys];  // two keys may share a counter; then they share the bound
std::uint32_t written;

// Locks of one class were made, or first asked for, in one place; static ones are a class each.
std::uint64_t classOf(const LockEntry* lock) noexcept {
  if (lock == nullptr) return 0;
  if (lock->storage == kStorageStatic) return reinterpret_cast<std::uintptr_t>(lock->address);
  const CallContext* made =
      lock->created.context != nullptr ? lock->created.context : lock->first.context;
  return reinterpret_cast<std::uintptr_t>(made);
}

// Records lock held. One more of these is wanted.
bool isWanted(const Incident& incident, const CallContext* context) noexcept {
  std::uint64_t key = (std::uint64_t{incident.rule} << 8) + incident.detail;
  for (const std::uint64_t part :
       {std::uint64_t{reinterpret_cast<std::uintptr_t>(context)}, classOf(incident.lock)})
    key = (key ^ part) * 0x9E3779B97F4A7C15ull, key ^= key >> 29;
  std::uint8_t& times = timesOf[key % kKeys];
  if (times >= kMostAlike || written > kMostIncidents) return false;
  if (written++ == kMostIncidents) {
    constexpr char kText[] = "more than 4,096 misuses of locks; later ones are missing";
    recorder.append(kNote, NoteRecord{kNoteLimit, 0}, kText, sizeof kText);
    return false;
  }
  ++times;
  return true;
}

// A record refers to threads before it. Registry and records lock held.
std::uint32_t announced(std::uint32_t id) noexcept {
  if (id == kNoThread) return id;
  for (ThreadState* thread = firstThread(); thread != nullptr; thread = thread->nextThread)
    if (thread->id == id) {
      writeThread(*thread);
      return id;
    }
  return id;  // it has ended; where it was never written the reader knows nobody
}

void write(ThreadState& thread, const Incident& incident, std::size_t frameCount,
           std::uint32_t flags, const CallContext* context) noexcept {
  const RegistryLocked registry;
  const RecordsLocked locked;
  if (!recorder.open() || !isWanted(incident, context)) return;
  writeThread(thread);
  IncidentRecord record{};
  record.rule = incident.rule;
  record.detail = incident.detail;
  record.thread = incident.thread == kNoThread ? thread.id : announced(incident.thread);
  record.lock = incident.lock != nullptr ? writeLock(*incident.lock) : 0;
  record.stack = frameCount == 0 ? writePlace(incident.place)
                                 : writeStack(thread.frames, frameCount, flags,
                                              context != nullptr ? context->pythonText : nullptr,
                                              context != nullptr ? context->pythonSize : 0);
  record.otherThread = announced(incident.otherThread);
  record.otherLock = incident.otherLock != nullptr ? writeLock(*incident.otherLock) : 0;
  record.otherStack = writePlace(incident.otherPlace);
  record.value = incident.value;
  recorder.append(kIncident, record, incident.text, std::strlen(incident.text) + 1);
}

}  // namespace

void noteIncident(ThreadState& thread, const Incident& incident) noexcept {
  if (!isObserving() || recorder.isOff() || thread.quiet != 0) return;
  const int error = errno;
  if (!enterSlowPath(thread)) return;
  const CallContext* context = incident.place.context;
  std::size_t count = 0;
  bool truncated = false;
  if (incident.site != nullptr) {
    context = contextOf(*incident.site);
    count = unwind(*incident.site, thread.frames, kMostFrames, truncated);
  }
  write(thread, incident, count, truncated ? kStackTruncated : 0, context);
  errno = error;
}

void forgetIncidents() noexcept {
  std::memset(timesOf, 0, sizeof timesOf);
  written = 0;
}

bool anyIncidents() noexcept {
  return written != 0;
}

}  // namespace gordian::runtime
