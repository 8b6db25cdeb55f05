// Debug information in a file of its own: by build-id, then by .gnu_debuglink.
#pragma once

#include "symbols/elf_file.hpp"

namespace gordian::cli::symbols {

bool hasDebugInformation(const ElfImage& image);

// The separate file that belongs to `image` (same build-id, or the checksum of its debug link), or
// null.
std::unique_ptr<ElfImage> findSeparateDebug(const ElfImage& image);

}  // namespace gordian::cli::symbols
