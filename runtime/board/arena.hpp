// Memory that the caller provides, handed out from the front. Nothing is given back one by one.
#pragma once

#include <cstddef>

namespace gordian::board {

class Arena {
 public:
  // `memory`: aligned to 8.
  Arena(void* memory, std::size_t size)
      : memory_(static_cast<unsigned char*>(memory)), size_(memory == nullptr ? 0 : size) {}

  // Null when it does not fit; then everything that fits can still be taken. Not initialised.
  void* takeBytes(std::size_t bytes);

  template <typename T>
  T* take(std::size_t count) {
    static_assert(alignof(T) <= 8);
    if (count > size_ / sizeof(T)) return nullptr;
    return static_cast<T*>(takeBytes(count * sizeof(T)));
  }

  std::size_t used() const { return used_; }
  std::size_t left() const { return size_ - used_; }
  void restartAt(std::size_t used) { used_ = used; }  // gives back what was taken since

 private:
  unsigned char* memory_;
  std::size_t size_;
  std::size_t used_ = 0;
};

}  // namespace gordian::board
