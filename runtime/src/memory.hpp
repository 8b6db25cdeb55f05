// Memory for the runtime: straight from mmap, because malloc may be the caller's, may lock, and may
// be the very function that is being observed. Zeroed. Null when the system refuses.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

// Small blocks are kept on free lists by power of two; `size` must be given back as it was asked.
void* allocate(std::size_t size) noexcept;
void release(void* block, std::size_t size) noexcept;
// So much of it is not given back.
std::uint64_t memoryInUse() noexcept;

// NOLINTBEGIN(bugprone-sizeof-expression): arrays of pointers are meant
template <typename T>
T* allocateArray(std::size_t count) noexcept {
  return static_cast<T*>(allocate(count * sizeof(T)));
}
template <typename T>
void releaseArray(T* array, std::size_t count) noexcept {
  release(array, count * sizeof(T));
}
// NOLINTEND(bugprone-sizeof-expression)

// Around fork: no other thread may be inside.
void lockMemory() noexcept;
void unlockMemory() noexcept;

}  // namespace gordian::runtime
