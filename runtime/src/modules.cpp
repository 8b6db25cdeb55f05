#include "modules.hpp"

#include "lock_table.hpp"
#include "memory.hpp"
#include "recorder.hpp"

#include <elf.h>
#include <link.h>
#include <unistd.h>
#include <atomic>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

struct Module {
  std::uint64_t start, end, bias;
  std::uint32_t id;  // in the recording; 0: not written
  bool seen;
  std::uint8_t buildIdSize;
  std::uint8_t buildId[20];
  char path[488];
};

constexpr std::size_t kMostModules = 4096;
constexpr std::size_t kFirstCapacity = 64;

Module* modules;
std::size_t moduleCount;
std::size_t moduleCapacity;
unsigned long long loads, unloads;  // counters of the dynamic linker at the last look
std::uint32_t lastId;
std::atomic<std::uintptr_t> programStart{0};
std::atomic<std::uintptr_t> programEnd{0};

void findBuildId(const dl_phdr_info& info, Module& module) noexcept {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const auto& segment = info.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* at = reinterpret_cast<const char*>(info.dlpi_addr + segment.p_vaddr);
    const char* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
      const char* name = at + sizeof *note;
      const char* data = name + ((note->n_namesz + 3u) & ~3u);
      const char* next = data + ((note->n_descsz + 3u) & ~3u);
      if (next > end || next < at) break;
      if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && note->n_descsz <= 20 &&
          std::memcmp(name, "GNU", 4) == 0) {
        module.buildIdSize = static_cast<std::uint8_t>(note->n_descsz);
        std::memcpy(module.buildId, data, note->n_descsz);
        return;
      }
      at = next;
    }
  }
}

Module* addModule() noexcept {
  if (moduleCount == moduleCapacity) {
    const std::size_t wider = moduleCapacity == 0 ? kFirstCapacity : moduleCapacity * 2;
    auto* array = wider <= kMostModules ? allocateArray<Module>(wider) : nullptr;
    if (array == nullptr) return nullptr;
    if (moduleCount != 0) std::memcpy(array, modules, moduleCount * sizeof *modules);
    releaseArray(modules, moduleCapacity);
    modules = array;
    moduleCapacity = wider;
  }
  Module* module = &modules[moduleCount++];
  *module = Module{};
  return module;
}

int onModule(dl_phdr_info* info, size_t, void* first) {
  if (*static_cast<bool*>(first)) {
    *static_cast<bool*>(first) = false;
    if (moduleCount != 0 && info->dlpi_adds == loads && info->dlpi_subs == unloads) return 1;
    loads = info->dlpi_adds;
    unloads = info->dlpi_subs;
    for (std::size_t i = 0; i < moduleCount; ++i) modules[i].seen = false;
  }
  std::uint64_t start = UINT64_MAX;
  std::uint64_t end = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const std::uint64_t low = info->dlpi_addr + segment.p_vaddr;
    if (low < start) start = low;
    if (low + segment.p_memsz > end) end = low + segment.p_memsz;
  }
  if (start >= end) return 0;
  for (std::size_t i = 0; i < moduleCount; ++i)
    if (modules[i].start == start && modules[i].end == end &&
        (info->dlpi_name[0] == '\0' ||
         std::strncmp(modules[i].path, info->dlpi_name, sizeof modules[i].path - 1) == 0)) {
      modules[i].seen = true;
      return 0;
    }
  Module* module = addModule();
  if (module == nullptr) return 0;
  module->start = start;
  module->end = end;
  module->bias = info->dlpi_addr;
  module->seen = true;
  findBuildId(*info, *module);
  if (info->dlpi_name[0] != '\0') {
    std::strncpy(module->path, info->dlpi_name, sizeof module->path - 1);
  } else {  // the program itself
    const ssize_t length = readlink("/proc/self/exe", module->path, sizeof module->path - 1);
    if (length < 0) module->path[0] = '\0';
    programStart.store(start, std::memory_order_relaxed);
    programEnd.store(end, std::memory_order_relaxed);
  }
  return 0;
}

void dropGone() noexcept {
  for (std::size_t i = 0; i < moduleCount;) {
    Module& module = modules[i];
    if (module.seen) {
      ++i;
      continue;
    }
    forgetRange(reinterpret_cast<const void*>(module.start), module.end - module.start);
    if (module.id != 0) recorder.append(kModuleGone, ModuleGoneRecord{module.id, 0});
    module = modules[--moduleCount];
  }
}

}  // namespace

void refreshModules() noexcept {
  bool first = true;
  dl_iterate_phdr(onModule, &first);
  if (!first) dropGone();
}

void writeModules() noexcept {
  refreshModules();
  for (std::size_t i = 0; i < moduleCount; ++i) {
    Module& module = modules[i];
    if (module.id != 0) continue;
    ModuleRecord record{};
    record.id = ++lastId;
    record.buildIdSize = module.buildIdSize;
    record.start = module.start;
    record.end = module.end;
    record.bias = module.bias;
    std::memcpy(record.buildId, module.buildId, sizeof record.buildId);
    if (!recorder.append(kModule, record, module.path, std::strlen(module.path) + 1)) return;
    module.id = record.id;
  }
}

bool isAt(std::uintptr_t address, const plan::Module& wanted, std::uint64_t offset) noexcept {
  refreshModules();
  for (std::size_t i = 0; i < moduleCount; ++i) {
    const Module& module = modules[i];
    if (address < module.start || address > module.end) continue;
    if (address - module.bias != offset) return false;
    if (wanted.buildIdSize != 0)
      return wanted.buildIdSize == module.buildIdSize &&
             std::memcmp(wanted.buildId, module.buildId, module.buildIdSize) == 0;
    return std::strlen(module.path) == wanted.path.size &&
           std::memcmp(module.path, wanted.path.at, wanted.path.size) == 0;
  }
  return false;
}

void forgetModules() noexcept {
  for (std::size_t i = 0; i < moduleCount; ++i) modules[i].id = 0;
  lastId = 0;
}

bool isStaticStorage(std::uintptr_t address) noexcept {
  for (std::size_t i = 0; i < moduleCount; ++i)
    if (address >= modules[i].start && address < modules[i].end) return true;
  return false;
}

bool isStorageOfProgram(std::uintptr_t address) noexcept {
  return address >= programStart.load(std::memory_order_relaxed) &&
         address < programEnd.load(std::memory_order_relaxed);
}

}  // namespace gordian::runtime
