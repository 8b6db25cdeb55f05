// Which object is it, seen from several processes? What lies in memory that others can map too is
// known by device, inode and offset; everything else by process and address.
#pragma once

#include <gordian/recording/board.h>

#include <pthread.h>
#include <cstdint>

namespace gordian::runtime {

// `isShared`: the object says of itself that several processes use it. False result in `isKnown`:
// it does, and its memory could not be looked up.
recording::BoardKey keyOf(const void* address, bool isShared, bool& isKnown) noexcept;

// What the object itself says (glibc's layouts): was it made for several processes? `kind` is a
// Kind of lock_table.hpp. Spin locks do not say.
bool isProcessShared(const void* lock, std::uint8_t kind) noexcept;
bool isProcessShared(const pthread_cond_t& condition) noexcept;
bool isProcessShared(const pthread_barrier_t& barrier) noexcept;

}  // namespace gordian::runtime
