#include "memory.hpp"

#include "real.hpp"
#include "spin_lock.hpp"

#include <sys/mman.h>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstring>

namespace gordian::runtime {

namespace {

constexpr std::size_t kSmallest = 32;
constexpr std::size_t kLargestSmall = 64ul * 1024;
constexpr std::size_t kRegion = 256ul * 1024;
constexpr int kClasses = 12;  // 32 … 65,536
// Blocks of more than a cache line begin at a pair of them: processors load these together.
constexpr std::size_t kAlignment = 128;

struct FreeBlock {
  FreeBlock* next;
};

SpinLock guard;
FreeBlock* freeBlocks[kClasses];
char* regionNext;
std::size_t regionLeft;
std::atomic<std::uint64_t> inUse{0};

std::size_t inPages(std::size_t size) noexcept {
  constexpr std::size_t kPage = 4096;
  return (size + kPage - 1) / kPage * kPage;
}

void* map(std::size_t size) noexcept {
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

int classOf(std::size_t size) noexcept {
  return std::countr_zero(std::bit_ceil(size < kSmallest ? kSmallest : size)) - 5;
}

void keep(void* block, int index) noexcept {
  auto* freed = static_cast<FreeBlock*>(block);
  freed->next = freeBlocks[index];
  freeBlocks[index] = freed;
}

// In this order: a signal handler may jump out at any place, and somebody else goes on here.
void take(std::size_t size) noexcept {
  regionLeft -= size;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  regionNext += size;
}

void alignRegion(std::size_t alignment) noexcept {
  for (int index = 0; (kSmallest << index) < alignment; ++index) {
    const std::size_t size = kSmallest << index;
    if ((reinterpret_cast<std::uintptr_t>(regionNext) & size) == 0) continue;
    char* block = regionNext;
    take(size);
    keep(block, index);
  }
}

}  // namespace

void* allocate(std::size_t size) noexcept {
  if (size > kLargestSmall) {
    void* mapped = map(size);
    if (mapped != nullptr) inUse.fetch_add(inPages(size), std::memory_order_relaxed);
    return mapped;
  }
  const int index = classOf(size);
  const std::size_t rounded = kSmallest << index;
  const Locked locked(guard);
  if (FreeBlock* block = freeBlocks[index]) {
    freeBlocks[index] = block->next;
    inUse.fetch_add(rounded, std::memory_order_relaxed);
    std::memset(static_cast<void*>(block), 0, rounded);
    return block;
  }
  alignRegion(rounded < kAlignment ? rounded : kAlignment);
  if (regionLeft < rounded) {
    char* region = static_cast<char*>(map(kRegion));
    if (region == nullptr) return nullptr;
    regionLeft = 0;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    regionNext = region;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    regionLeft = kRegion;
  }
  void* block = regionNext;
  take(rounded);
  inUse.fetch_add(rounded, std::memory_order_relaxed);
  return block;
}

void release(void* block, std::size_t size) noexcept {
  if (block == nullptr) return;
  if (size > kLargestSmall) {
    real::munmap(block, size);
    inUse.fetch_sub(inPages(size), std::memory_order_relaxed);
    return;
  }
  const int index = classOf(size);
  inUse.fetch_sub(kSmallest << index, std::memory_order_relaxed);
  const Locked locked(guard);
  keep(block, index);
}

std::uint64_t memoryInUse() noexcept {
  return inUse.load(std::memory_order_relaxed);
}

void lockMemory() noexcept {
  guard.lock();
}
void unlockMemory() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
