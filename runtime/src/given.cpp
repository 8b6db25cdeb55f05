#include "given.hpp"

#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"

#include <cstring>
#include <iterator>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr std::size_t kBuckets = 1024;
constexpr std::size_t kMostNames = 1u << 14;
constexpr std::size_t kLongestName = 63;
constexpr std::size_t kMostPairs = 1024;

struct Name {
  Name* next;
  char text[kLongestName + 1];
};

// All under the records lock.
Name* names[kBuckets];
std::size_t nameCount;

struct Apart {
  LockEntry* lock;
  LockEntry* other;
  std::uint32_t lockInstance;
  std::uint32_t otherInstance;
};
Apart pairs[kMostPairs];
std::size_t pairCount;

bool isWritten(const LockEntry& entry) noexcept {
  return entry.recordId != 0 && entry.generation == recorder.generation();
}

const char* intern(const char* name) noexcept {
  char text[kLongestName + 1] = {};
  std::size_t size = 0;
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (; size < kLongestName && name[size] != '\0'; ++size) {
    text[size] = name[size];
    hash = (hash ^ static_cast<unsigned char>(name[size])) * 0x100000001b3ull;
  }
  Name*& bucket = names[(hash >> 20) % kBuckets];
  for (const Name* known = bucket; known != nullptr; known = known->next)
    if (std::strcmp(known->text, text) == 0) return known->text;
  if (nameCount == kMostNames) return nullptr;
  auto* made = static_cast<Name*>(allocate(sizeof(Name)));
  if (made == nullptr) return nullptr;
  ++nameCount;
  std::memcpy(made->text, text, sizeof text);
  made->next = bucket;
  bucket = made;
  return made->text;
}

// A lock that is spoken of before its first use is known from then on; its kind follows.
LockEntry* entryFor(const void* lock) noexcept {
  LockEntry* known = findLock(lock);
  return known != nullptr ? known : internLock(lock, kMutexKind);
}

void writeName(const LockEntry& entry) noexcept {
  recorder.append(kLockName, LockNameRecord{entry.recordId, 0}, entry.name,
                  std::strlen(entry.name) + 1);
}
void writeRank(const LockEntry& entry) noexcept {
  recorder.append(kLockRank, LockRankRecord{entry.recordId, entry.rank});
}
void writeApart(const Apart& pair) noexcept {
  recorder.append(kNeverTogether, NeverTogetherRecord{pair.lock->recordId, pair.other->recordId});
}

}  // namespace

const char* internName(const char* name) noexcept {
  const RecordsLocked locked;
  return name != nullptr ? intern(name) : nullptr;
}

void nameLock(const void* lock, const char* name) noexcept {
  LockEntry* entry = entryFor(lock);
  if (entry == nullptr) return;
  const RecordsLocked locked;
  const char* copy = intern(name);
  if (copy == nullptr || copy == entry->name) return;
  entry->name = copy;
  if (!isWritten(*entry) || entry->namings == kMostNamings) return;
  ++entry->namings;
  writeName(*entry);
}

void nameThread(ThreadState& thread, const char* name) noexcept {
  const RecordsLocked locked;
  const char* copy = intern(name);
  if (copy == nullptr || copy == thread.givenName) return;
  thread.givenName = copy;
  if (!thread.announced || thread.namings == kMostNamings) return;
  ++thread.namings;
  recorder.append(kThreadName, ThreadNameRecord{thread.id, 0}, copy, std::strlen(copy) + 1);
}

void rankLock(const void* lock, int rank) noexcept {
  LockEntry* entry = entryFor(lock);
  if (entry == nullptr) return;
  const RecordsLocked locked;
  entry->rank = rank;
  entry->isRanked = true;
  if (isWritten(*entry)) writeRank(*entry);
}

void keepApart(const void* lock, const void* other) noexcept {
  LockEntry* one = entryFor(lock);
  LockEntry* two = entryFor(other);
  if (one == nullptr || two == nullptr || one == two) return;
  const RecordsLocked locked;
  if (pairCount == kMostPairs) {  // those of locks that are gone make room
    std::size_t kept = 0;
    for (const Apart& pair : pairs)
      if (pair.lock->instance == pair.lockInstance && pair.other->instance == pair.otherInstance)
        pairs[kept++] = pair;
    pairCount = kept;
  }
  if (pairCount == kMostPairs) return;
  one->isKeptApart = two->isKeptApart = true;
  Apart& pair = pairs[pairCount++];
  pair = {one, two, one->instance, two->instance};
  if (isWritten(*one) && isWritten(*two)) writeApart(pair);
}

void publishLocks(const ThreadState& thread, const void* object, std::size_t size) noexcept {
  LockEntry* found[64];
  const std::size_t count = locksIn(object, size, found, std::size(found));
  for (std::size_t i = 0; i < count; ++i) {
    LockEntry* entry = found[i];
    const RecordsLocked locked;
    if (entry->shared) continue;
    entry->shared = true;
    entry->secondThread = thread.id;
    if (isWritten(*entry))
      recorder.append(kLockShared, LockEventRecord{entry->recordId, thread.id});
    changeStamp(entry->address);
  }
}

void writeGiven(const LockEntry& entry) noexcept {
  if (entry.name != nullptr) writeName(entry);
  if (entry.isRanked) writeRank(entry);
  if (!entry.isKeptApart) return;
  for (std::size_t i = 0; i < pairCount; ++i) {
    const Apart& pair = pairs[i];
    const bool isItsOwn = pair.lock == &entry || pair.other == &entry;
    if (isItsOwn && pair.lock->instance == pair.lockInstance &&
        pair.other->instance == pair.otherInstance && isWritten(*pair.lock) &&
        isWritten(*pair.other))
      writeApart(pair);
  }
}

}  // namespace gordian::runtime
