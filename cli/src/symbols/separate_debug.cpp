#include "symbols/separate_debug.hpp"

#include <elfutils/libdwelf.h>

#include <array>
#include <fstream>

namespace gordian::cli::symbols {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDebugRoot = "/usr/lib/debug";

// The checksum that objcopy --add-gnu-debuglink writes: CRC-32 as in zlib.
std::uint32_t fileChecksum(const fs::path& path) {
  static const auto kTable = [] {
    std::array<std::uint32_t, 256> entries{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0u);
      entries[i] = value;
    }
    return entries;
  }();
  std::ifstream file(path, std::ios::binary);
  std::array<char, 65536> buffer{};
  std::uint32_t crc = ~0u;
  while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0) {
    for (std::streamsize i = 0; i < file.gcount(); ++i) {
      const auto byte = static_cast<unsigned char>(buffer[static_cast<std::size_t>(i)]);
      crc = kTable[(crc ^ byte) & 0xff] ^ (crc >> 8);
    }
  }
  return ~crc;
}

std::unique_ptr<ElfImage> byBuildId(const std::string& id) {
  if (id.size() < 4) return nullptr;
  const fs::path path =
      fs::path(kDebugRoot) / ".build-id" / id.substr(0, 2) / (id.substr(2) + ".debug");
  auto image = ElfImage::open(path);
  if (image == nullptr || !hasDebugInformation(*image) || image->buildId() != id) return nullptr;
  return image;
}

std::unique_ptr<ElfImage> byDebugLink(const ElfImage& image, const std::string& id) {
  GElf_Word checksum = 0;
  const char* link = dwelf_elf_gnu_debuglink(image.elf(), &checksum);
  // A name with a slash could point anywhere: only a plain file name is a debug link.
  if (link == nullptr || *link == '\0' ||
      std::string_view(link).find('/') != std::string_view::npos)
    return nullptr;
  std::error_code failed;
  fs::path real = fs::canonical(image.path(), failed);
  if (failed) real = image.path();
  const fs::path folder = real.parent_path();
  const std::array<fs::path, 3> places{folder / link, folder / ".debug" / link,
                                       fs::path(kDebugRoot) / folder.relative_path() / link};
  for (const fs::path& place : places) {
    auto found = ElfImage::open(place);
    if (found == nullptr || !hasDebugInformation(*found)) continue;
    const std::string foundId = found->buildId();
    const bool same =
        id.empty() || foundId.empty() ? fileChecksum(place) == checksum : foundId == id;
    if (same) return found;
  }
  return nullptr;
}

}  // namespace

bool hasDebugInformation(const ElfImage& image) {
  return image.section(".debug_info") != nullptr || image.section(".zdebug_info") != nullptr;
}

std::unique_ptr<ElfImage> findSeparateDebug(const ElfImage& image) {
  const std::string id = image.buildId();
  if (auto found = byBuildId(id)) return found;
  return byDebugLink(image, id);
}

}  // namespace gordian::cli::symbols
