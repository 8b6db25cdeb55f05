#include "lock_classes.hpp"

#include "memory.hpp"
#include "recorder.hpp"
#include "records.hpp"

#include <cstring>

namespace gordian::runtime {

namespace {

constexpr std::uint32_t kMostClasses = 4096;
constexpr std::size_t kBuckets = 1024;

LockClass* classes;
std::uint32_t count;
std::uint32_t capacity;
std::uint32_t buckets[kBuckets];

std::uint64_t keyOf(const LockEntry& lock) noexcept {
  if (lock.storage == recording::kStorageStatic)
    return reinterpret_cast<std::uintptr_t>(lock.address);
  const CallContext* made =
      lock.created.context != nullptr ? lock.created.context : lock.first.context;
  return reinterpret_cast<std::uintptr_t>(made) ^ (std::uint64_t{lock.kind} << 56);
}

bool grow() noexcept {
  const std::uint32_t wider = capacity == 0 ? 32 : capacity * 2;
  auto* more = allocateArray<LockClass>(wider);
  if (more == nullptr) return false;
  for (std::uint32_t i = 0; i < count; ++i) more[i] = classes[i];
  releaseArray(classes, capacity);
  classes = more;
  capacity = wider;
  return true;
}

}  // namespace

std::uint32_t internClass(LockEntry& entry) noexcept {
  if (entry.lockClass != 0 && entry.classGeneration == recorder.generation())
    return entry.lockClass;
  const std::uint64_t key = keyOf(entry);
  std::uint32_t& bucket = buckets[(key * 0x9E3779B97F4A7C15ull >> 32) % kBuckets];
  std::uint32_t found = bucket;
  while (found != 0 && classes[found - 1].key != key) found = classes[found - 1].next;
  if (found == 0) {
    if (count == kMostClasses || (count == capacity && !grow())) return 0;
    LockClass& made = classes[count];
    made = LockClass{};
    made.key = key;
    made.next = bucket;
    made.first = &entry;
    made.copy = entry;
    bucket = found = ++count;
  }
  ++classes[found - 1].locks;
  entry.lockClass = found;
  entry.classGeneration = recorder.generation();
  return found;
}

std::uint32_t locksOfClass(std::uint32_t lockClass) noexcept {
  return classes[lockClass - 1].locks;
}

std::uint32_t recordOfClass(std::uint32_t lockClass) noexcept {
  LockClass& one = classes[lockClass - 1];
  const bool isThere = one.first != nullptr && one.first->instance == one.copy.instance;
  return writeLock(isThere ? *one.first : one.copy);
}

void forgetClasses() noexcept {
  count = 0;
  std::memset(buckets, 0, sizeof buckets);
}

}  // namespace gordian::runtime
