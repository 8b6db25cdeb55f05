// The loaded binaries, as records: what an address belonged to when it was recorded.
#pragma once

#include "../plan/plan.hpp"

#include <cstdint>

namespace gordian::runtime {

// Writes what was loaded or unloaded since the last time; cheap when nothing was. Records lock
// held.
void writeModules() noexcept;
void forgetModules() noexcept;
// Is `address` static storage of a loaded binary? Looks at what the last writeModules() or
// refreshModules() saw.
bool isStaticStorage(std::uintptr_t address) noexcept;
// The same of the program itself, which is never unloaded: what lay there once can be read.
bool isStorageOfProgram(std::uintptr_t address) noexcept;
// Does `address` lie at `offset` of that binary, the same build of it? Records lock held.
bool isAt(std::uintptr_t address, const plan::Module& wanted, std::uint64_t offset) noexcept;
// Looks at the loaded binaries without writing. Records lock held.
void refreshModules() noexcept;

}  // namespace gordian::runtime
