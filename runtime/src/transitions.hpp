// A thread's memory of the acquisitions it has made: found again, one costs no record and no
// unwind.
//
// They lie in the order in which they were made, so that a program that does the same things again
// meets them one after the other. A small index tells where: by the hash of what an acquisition is
// known by, two neighbouring places and then further ones.
#pragma once

#include "call_context.hpp"
#include "lock_table.hpp"

#include <cstddef>
#include <cstdint>

namespace gordian::runtime {

// The state before an acquisition, and how: compared at once.
struct alignas(8) Way {
  std::uint32_t from;
  std::uint32_t how;
  friend bool operator==(const Way& one, const Way& other) noexcept {
    return __builtin_bit_cast(std::uint64_t, one) == __builtin_bit_cast(std::uint64_t, other);
  }
};

struct alignas(64) Transition {  // one cache line
  const void* lock;
  const void* pc;  // mixed with the Python identity
  std::uintptr_t cfa;
  CallContext* context;
  Way way;
  std::uint32_t stamp;
  std::uint32_t segment;
  std::uint32_t to;
  std::uint32_t ignored;  // the object is no lock: a signalling semaphore
  std::uint64_t count;
};
static_assert(sizeof(Transition) == 64);

// Factors below 2^31 need no instruction to load them; the bits that count are above the lowest.
[[gnu::always_inline]] inline std::uint64_t hashTransition(std::uint32_t from, const void* lock,
                                                           const void* pc,
                                                           std::uintptr_t cfa) noexcept {
  const std::uint64_t site = reinterpret_cast<std::uintptr_t>(pc) + cfa * 8;
  return (mixAddress(lock) + (site + from) * 0x5851F42D) >> 24;
}

class Transitions {
 public:
  // The one at the first place; if that is another lock's, the one at the second place. Perhaps
  // not what is looked for, and perhaps the empty one, whose lock is null.
  [[gnu::always_inline]] [[nodiscard]] Transition* nearest(std::uint64_t hash,
                                                           const void* lock) const noexcept {
    const std::uint32_t* place = placeOf(hash, 0);
    Transition* found = at(*place);
    if (found->lock != lock) [[unlikely]]
      found = at(*reinterpret_cast<const std::uint32_t*>(reinterpret_cast<std::uintptr_t>(place) ^
                                                         sizeof *place));
    return found;
  }

  // The first for which `isWanted` is true, or null.
  template <typename IsWanted>
  [[nodiscard]] Transition* find(std::uint64_t hash, IsWanted isWanted) const noexcept {
    for (std::uint64_t i = 0;; ++i) {
      const std::uint32_t offset = *placeOf(hash, i);
      if (offset == 0) return nullptr;
      if (isWanted(*at(offset))) return at(offset);
    }
  }

  // There is room.
  Transition* add(const Transition& made) noexcept;
  [[nodiscard]] bool hasRoom() const noexcept;
  // Bytes that it takes to make room, beside those it has; false: no memory.
  [[nodiscard]] std::size_t growth() const noexcept;
  bool makeRoom() noexcept;
  void clear() noexcept;
  void release() noexcept;
  // Begins anew with room for the first few; false: no memory, nothing has changed.
  bool beginAnew() noexcept;
  [[nodiscard]] std::size_t bytes() const noexcept {
    return std::size_t{capacity_} * sizeof *nodes_ + std::size_t{placeCount()} * sizeof *index_;
  }

  [[nodiscard]] std::uint32_t size() const noexcept { return count_; }
  [[nodiscard]] Transition* begin() const noexcept { return nodes_ + 1; }
  [[nodiscard]] Transition* end() const noexcept { return nodes_ + 1 + count_; }

 private:
  [[gnu::always_inline]] [[nodiscard]] Transition* at(std::uint32_t offset) const noexcept {
    return reinterpret_cast<Transition*>(reinterpret_cast<char*>(nodes_) + offset);
  }
  [[gnu::always_inline]] [[nodiscard]] std::uint32_t* placeOf(std::uint64_t hash,
                                                              std::uint64_t number) const noexcept {
    const std::uint64_t offset = (hash ^ number * sizeof *index_) & indexMask_;
    return reinterpret_cast<std::uint32_t*>(reinterpret_cast<char*>(index_) + offset);
  }
  [[nodiscard]] std::uint32_t placeCount() const noexcept {
    return index_ == nullptr ? 0 : static_cast<std::uint32_t>(indexMask_ / sizeof *index_) + 1;
  }
  void enter(const Transition& node) noexcept;
  [[nodiscard]] bool areNodesFull() const noexcept { return count_ + 1 >= capacity_; }
  [[nodiscard]] bool isIndexFull() const noexcept;
  bool growNodes() noexcept;
  bool growIndex() noexcept;

  Transition* nodes_ = nullptr;     // [0] is the empty one
  std::uint32_t* index_ = nullptr;  // of bytes from there; 0: free
  std::uint64_t indexMask_ = 0;     // of bytes
  std::uint32_t count_ = 0;
  std::uint32_t capacity_ = 0;  // of nodes
};

}  // namespace gordian::runtime
