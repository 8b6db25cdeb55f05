#include "lock_table.hpp"

#include "memory.hpp"
#include "spin_lock.hpp"

namespace gordian::runtime {

std::atomic<std::uint32_t> stamps[kStamps];

namespace {

constexpr unsigned kPageBits = 12;
constexpr unsigned kGranuleBits = 20;
constexpr std::size_t kPageFilter = 1u << 16;  // bits
constexpr std::size_t kGranuleFilter = 1u << 14;
constexpr std::size_t kFirstBuckets = 1024;

SpinLock guard;
LockEntry** byAddress;
LockEntry** byPage;
std::size_t buckets;
std::size_t live;
std::uint32_t lastInstance;
LockEntry* freeEntries;

// Bits are only ever set: a stale bit costs a look-up, a missing one would cost an identity.
std::atomic<std::uint64_t> pageFilter[kPageFilter / 64];
std::atomic<std::uint64_t> granuleFilter[kGranuleFilter / 64];

std::uintptr_t pageOf(const void* address) noexcept {
  return reinterpret_cast<std::uintptr_t>(address) >> kPageBits;
}
std::uintptr_t granuleOf(const void* address) noexcept {
  return reinterpret_cast<std::uintptr_t>(address) >> kGranuleBits;
}
std::size_t pageHash(std::uintptr_t page) noexcept {
  return (page * 0x9E3779B97F4A7C15ull) >> 32;
}

template <std::size_t Bits>
void setBit(std::atomic<std::uint64_t> (&filter)[Bits], std::uintptr_t key) noexcept {
  const std::size_t bit = pageHash(key) % (Bits * 64);
  filter[bit / 64].fetch_or(1ull << (bit % 64), std::memory_order_relaxed);
}
template <std::size_t Bits>
bool testBit(const std::atomic<std::uint64_t> (&filter)[Bits], std::uintptr_t key) noexcept {
  const std::size_t bit = pageHash(key) % (Bits * 64);
  return ((filter[bit / 64].load(std::memory_order_relaxed) >> (bit % 64)) & 1) != 0;
}

LockEntry*& addressBucket(const void* address) noexcept {
  return byAddress[(hashAddress(address) >> 20) & (buckets - 1)];
}
LockEntry*& pageBucket(const void* address) noexcept {
  return byPage[pageHash(pageOf(address)) & (buckets - 1)];
}

void link(LockEntry* entry) noexcept {
  LockEntry*& address = addressBucket(entry->address);
  entry->nextOfAddress = address;
  address = entry;
  LockEntry*& page = pageBucket(entry->address);
  entry->nextOfPage = page;
  page = entry;
}

bool grow() noexcept {
  const std::size_t wider = buckets == 0 ? kFirstBuckets : buckets * 2;
  auto** newAddress = allocateArray<LockEntry*>(wider);
  auto** newPage = allocateArray<LockEntry*>(wider);
  if (newAddress == nullptr || newPage == nullptr) {
    releaseArray(newAddress, wider);
    releaseArray(newPage, wider);
    return false;
  }
  LockEntry** oldAddress = byAddress;
  LockEntry** oldPage = byPage;
  const std::size_t old = buckets;
  // In this order: a signal handler may jump out at any place, and somebody else goes on here.
  byAddress = newAddress;
  byPage = newPage;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  buckets = wider;
  for (std::size_t i = 0; i < old; ++i)
    for (LockEntry* entry = oldAddress[i]; entry != nullptr;) {
      LockEntry* next = entry->nextOfAddress;
      link(entry);
      entry = next;
    }
  releaseArray(oldAddress, old);
  releaseArray(oldPage, old);
  return true;
}

LockEntry* find(const void* address) noexcept {
  if (buckets == 0) return nullptr;
  for (LockEntry* entry = addressBucket(address); entry != nullptr; entry = entry->nextOfAddress)
    if (entry->address == address) return entry;
  return nullptr;
}

void unlinkFrom(LockEntry*& head, LockEntry* LockEntry::*next, const LockEntry* entry) noexcept {
  for (LockEntry** at = &head; *at != nullptr; at = &((*at)->*next))
    if (*at == entry) {
      *at = entry->*next;
      return;
    }
}

void remove(LockEntry* entry) noexcept {
  unlinkFrom(addressBucket(entry->address), &LockEntry::nextOfAddress, entry);
  unlinkFrom(pageBucket(entry->address), &LockEntry::nextOfPage, entry);
  changeStamp(entry->address);
  *entry = LockEntry{};
  entry->nextOfAddress = freeEntries;
  freeEntries = entry;
  --live;
}

// Memory that goes away, and what is found in use there.
struct Going {
  std::uintptr_t low;
  std::uintptr_t high;
  bool (*isInUse)(const LockEntry&);
  LockEntry** inUse;
  std::size_t most;
  std::size_t found;

  void take(LockEntry* entry) noexcept {
    const auto at = reinterpret_cast<std::uintptr_t>(entry->address);
    if (at < low || at >= high) return;
    if (found < most && isInUse(*entry))
      inUse[found++] = entry;
    else
      remove(entry);
  }
};

void removeFromPage(std::uintptr_t page, Going& going) noexcept {
  LockEntry* entry = byPage[pageHash(page) & (buckets - 1)];
  while (entry != nullptr) {
    LockEntry* next = entry->nextOfPage;
    if (pageOf(entry->address) == page) going.take(entry);
    entry = next;
  }
}

}  // namespace

void changeStamp(const void* address) noexcept {
  stampAt(address).fetch_add(1, std::memory_order_relaxed);
}

LockEntry* findLock(const void* address) noexcept {
  if (!testBit(pageFilter, pageOf(address))) return nullptr;
  const Locked locked(guard);
  return find(address);
}

LockEntry* internLock(const void* address, std::uint8_t kind) noexcept {
  const Locked locked(guard);
  if (LockEntry* known = find(address)) return known;
  if (live >= buckets && !grow()) return nullptr;
  LockEntry* entry = freeEntries;
  if (entry != nullptr)
    freeEntries = entry->nextOfAddress;
  else
    entry = static_cast<LockEntry*>(allocate(sizeof(LockEntry)));
  if (entry == nullptr) return nullptr;
  *entry = LockEntry{};
  entry->address = address;
  entry->kind = kind;
  entry->instance = ++lastInstance;
  setBit(pageFilter, pageOf(address));
  setBit(granuleFilter, granuleOf(address));
  link(entry);
  ++live;
  return entry;
}

void forgetLock(const void* address) noexcept {
  if (!testBit(pageFilter, pageOf(address))) return;
  const Locked locked(guard);
  if (LockEntry* entry = find(address)) remove(entry);
}

std::size_t forgetRange(const void* start, std::size_t size, bool (*isInUse)(const LockEntry&),
                        LockEntry** inUse, std::size_t most) noexcept {
  const auto low = reinterpret_cast<std::uintptr_t>(start);
  Going going{low, low + size, isInUse, inUse, most, 0};
  const Locked locked(guard);
  if (live == 0) return 0;
  const std::uintptr_t firstPage = low >> kPageBits;
  const std::uintptr_t pages = ((going.high - 1) >> kPageBits) - firstPage + 1;
  if (pages > buckets) {  // cheaper to look at every lock
    for (std::size_t i = 0; i < buckets; ++i)
      for (LockEntry* entry = byAddress[i]; entry != nullptr;) {
        LockEntry* next = entry->nextOfAddress;
        going.take(entry);
        entry = next;
      }
    return going.found;
  }
  for (std::uintptr_t page = firstPage; page < firstPage + pages; ++page)
    if (testBit(pageFilter, page)) removeFromPage(page, going);
  return going.found;
}

std::size_t locksIn(const void* start, std::size_t size, LockEntry** found,
                    std::size_t most) noexcept {
  const auto low = reinterpret_cast<std::uintptr_t>(start);
  const std::uintptr_t high = low + size;
  const Locked locked(guard);
  std::size_t count = 0;
  if (live == 0) return 0;
  for (std::uintptr_t page = low >> kPageBits; page <= (high - 1) >> kPageBits; ++page) {
    if (!testBit(pageFilter, page)) continue;
    for (LockEntry* entry = byPage[pageHash(page) & (buckets - 1)];
         entry != nullptr && count < most; entry = entry->nextOfPage) {
      const auto at = reinterpret_cast<std::uintptr_t>(entry->address);
      if (at >= low && at < high && pageOf(entry->address) == page) found[count++] = entry;
    }
  }
  return count;
}

bool mayHoldLocks(const void* block) noexcept {
  const std::uintptr_t granule = granuleOf(block);
  // A block that begins at (or 16 bytes into) a page may be a mapping of its own, of any size.
  const std::uintptr_t inPage = reinterpret_cast<std::uintptr_t>(block) & 0xfff;
  return testBit(granuleFilter, granule) || testBit(granuleFilter, granule + 1) || inPage <= 16;
}

std::uint64_t locksSeen() noexcept {
  const Locked locked(guard);
  return lastInstance;
}

std::uint64_t locksAlive() noexcept {
  const Locked locked(guard);
  return live;
}

void lockLockTable() noexcept {
  guard.lock();
}
void unlockLockTable() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
