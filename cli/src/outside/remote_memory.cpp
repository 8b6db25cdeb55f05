#include "remote_memory.hpp"

#include <sys/uio.h>

namespace gordian::cli::outside {

bool readMemory(std::uint32_t pid, std::uint64_t address, void* to, std::size_t size) {
  const iovec local{to, size};
  const iovec remote{reinterpret_cast<void*>(address), size};
  const ssize_t count = process_vm_readv(static_cast<pid_t>(pid), &local, 1, &remote, 1, 0);
  return count >= 0 && static_cast<std::size_t>(count) == size;
}

}  // namespace gordian::cli::outside
