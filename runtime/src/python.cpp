#include "python.hpp"
#include "python_gil.hpp"

#include "memory.hpp"
#include "not_cancelled.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <atomic>
#include <cstring>

namespace gordian::runtime {

namespace {

struct PyThreadState;
struct PyFrame;
struct PyCode;

// Opaque to us: only pointers pass through. The names are CPython's own.
struct Api {
  PyThreadState* (*currentThreadState)();  // of the holder of the GIL
  PyThreadState* (*ownThreadState)();      // of the calling thread
  PyFrame* (*getFrame)(PyThreadState*);    // new reference
  PyFrame* (*getBack)(PyFrame*);           // new reference
  PyCode* (*getCode)(PyFrame*);            // new reference
  int (*getInstruction)(PyFrame*);
  void (*decRef)(void*);
  int (*isInitialized)();
  const char* (*dumpTraceback)(int, PyThreadState*);
  PyThreadState* (*saveThread)();
  void (*restoreThread)(PyThreadState*);
};

Api api;
bool present;
std::uintptr_t codeStart;  // of the interpreter
std::uintptr_t codeEnd;

// Where the calls of semaphores came from, lately. Torn reads do no harm: the next call looks
// again.
struct Module {
  std::atomic<std::uintptr_t> start;
  std::atomic<std::uintptr_t> end;
  std::atomic<bool> isOfPython;
};
constexpr std::uint32_t kModules = 4;
Module modules[kModules];
std::atomic<std::uint32_t> nextModule;

constexpr int kFramesInIdentity = 4;
constexpr std::uint32_t kLongestTraceback = 8192;

template <typename Function>
void lookUp(Function& function, const char* name) noexcept {
  function = reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, name));
}

int findCode(dl_phdr_info* info, size_t, void* wanted) {
  const std::uintptr_t address = *static_cast<const std::uintptr_t*>(wanted);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& segment = info->dlpi_phdr[i];
    const std::uintptr_t start = info->dlpi_addr + segment.p_vaddr;
    if (segment.p_type != PT_LOAD || address < start || address >= start + segment.p_memsz)
      continue;
    codeStart = start;
    codeEnd = start + segment.p_memsz;
    return 1;
  }
  return 0;
}

// The lines after the first, which is a title; whole ones only.
char* copyOfFrames(const char* begin, const char* end, std::uint32_t& size) noexcept {
  const void* title = std::memchr(begin, '\n', static_cast<std::size_t>(end - begin));
  if (title == nullptr) return nullptr;
  begin = static_cast<const char*>(title) + 1;
  while (end > begin && end[-1] != '\n') --end;
  if (begin == end) return nullptr;
  const auto kept = static_cast<std::uint32_t>(end - begin);
  auto* copy = static_cast<char*>(allocate(kept));
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, begin, kept);
  size = kept;
  return copy;
}

}  // namespace

void findPython() noexcept {
  lookUp(api.isInitialized, "Py_IsInitialized");
  if (api.isInitialized == nullptr) return;
  const auto interpreter = reinterpret_cast<std::uintptr_t>(api.isInitialized);
  dl_iterate_phdr(findCode, const_cast<std::uintptr_t*>(&interpreter));
  present = true;
  lookUp(api.currentThreadState, "_PyThreadState_UncheckedGet");
  lookUp(api.ownThreadState, "PyGILState_GetThisThreadState");
  lookUp(api.getFrame, "PyThreadState_GetFrame");
  lookUp(api.getBack, "PyFrame_GetBack");
  lookUp(api.getCode, "PyFrame_GetCode");
  lookUp(api.getInstruction, "PyFrame_GetLasti");
  if (api.getInstruction == nullptr) lookUp(api.getInstruction, "PyFrame_GetLineNumber");
  lookUp(api.decRef, "Py_DecRef");
  lookUp(api.dumpTraceback, "_Py_DumpTraceback");
  lookUp(api.saveThread, "PyEval_SaveThread");
  lookUp(api.restoreThread, "PyEval_RestoreThread");
}

bool pythonPresent() noexcept {
  return present;
}

bool isPythonLockCall(const void* pc) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(pc);
  return at > codeStart && at <= codeEnd;
}

bool isPythonSemaphoreCall(const void* pc) noexcept {
  if (!present) return false;
  if (isPythonLockCall(pc)) return true;
  const auto at = reinterpret_cast<std::uintptr_t>(pc);
  for (const Module& known : modules) {
    const std::uintptr_t end = known.end.load(std::memory_order_acquire);
    if (at >= known.start.load(std::memory_order_relaxed) && at < end)
      return known.isOfPython.load(std::memory_order_relaxed);
  }
  dl_find_object found{};
  if (_dl_find_object(const_cast<void*>(pc), &found) != 0) return false;
  const char* name = found.dlfo_link_map->l_name;
  const char* file = std::strrchr(name, '/');
  const bool isOfPython =
      std::strncmp(file != nullptr ? file + 1 : name, "_multiprocessing.", 17) == 0;
  Module& place = modules[nextModule.fetch_add(1, std::memory_order_relaxed) % kModules];
  place.end.store(0, std::memory_order_release);
  place.isOfPython.store(isOfPython, std::memory_order_relaxed);
  place.start.store(reinterpret_cast<std::uintptr_t>(found.dlfo_map_start),
                    std::memory_order_relaxed);
  place.end.store(reinterpret_cast<std::uintptr_t>(found.dlfo_map_end), std::memory_order_release);
  return isOfPython;
}

bool pythonFramesKnown() noexcept {
  return present && api.currentThreadState != nullptr && api.ownThreadState != nullptr &&
         api.getFrame != nullptr && api.getBack != nullptr && api.getCode != nullptr &&
         api.getInstruction != nullptr && api.decRef != nullptr && api.dumpTraceback != nullptr;
}

std::uint64_t pythonIdentity() noexcept {
  if (!pythonFramesKnown()) return 0;
  if (api.isInitialized() == 0) return 0;
  PyThreadState* state = api.ownThreadState();
  if (state == nullptr || state != api.currentThreadState()) return 0;
  std::uint64_t hash = 0;
  PyFrame* frame = api.getFrame(state);
  for (int depth = 0; frame != nullptr; ++depth) {
    PyCode* code = api.getCode(frame);
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(code)) * 0x9E3779B97F4A7C15ull;
    hash = (hash ^ static_cast<std::uint64_t>(api.getInstruction(frame))) * 0xBF58476D1CE4E5B9ull;
    hash ^= hash >> 31;
    api.decRef(code);
    PyFrame* back = depth + 1 < kFramesInIdentity ? api.getBack(frame) : nullptr;
    api.decRef(frame);
    frame = back;
  }
  return hash;
}

char* pythonTraceback(std::uint32_t& size) noexcept {
  size = 0;
  PyThreadState* state = api.isInitialized() != 0 ? api.ownThreadState() : nullptr;
  if (state == nullptr) return nullptr;
  const NotCancelled notCancelled;
  // Not kept: a program that closes every file would give its number to one of its own.
  const int file = memfd_create("gordian", MFD_CLOEXEC);
  if (file < 0) return nullptr;
  api.dumpTraceback(file, state);
  auto* text = static_cast<char*>(allocate(kLongestTraceback));
  const ssize_t length = text != nullptr ? pread(file, text, kLongestTraceback, 0) : 0;
  close(file);
  char* copy = length > 0 ? copyOfFrames(text, text + length, size) : nullptr;
  release(text, kLongestTraceback);
  return copy;
}

void* dropGil() noexcept {
  if (!pythonFramesKnown() || api.saveThread == nullptr || api.restoreThread == nullptr)
    return nullptr;
  if (api.isInitialized() == 0) return nullptr;
  PyThreadState* state = api.ownThreadState();
  return state != nullptr && state == api.currentThreadState() ? api.saveThread() : nullptr;
}

void takeGil(void* state) noexcept {
  if (state != nullptr) api.restoreThread(static_cast<PyThreadState*>(state));
}

std::uint64_t pythonStackIdentity() noexcept {
  if (!pythonFramesKnown()) return 0;
  std::uint32_t size = 0;
  char* text = pythonTraceback(size);
  if (text == nullptr) return 0;
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (std::uint32_t i = 0; i < size; ++i)
    hash = (hash ^ static_cast<unsigned char>(text[i])) * 0x100000001b3ull;
  release(text, size);
  return hash;
}

bool isPythonJoin(const char* traceback, std::uint32_t size) noexcept {
  if (traceback == nullptr) return false;
  const void* end = std::memchr(traceback, '\n', size);
  const auto length =
      end == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(end) - traceback);
  return memmem(traceback, length, "/threading.py\"", 14) != nullptr &&
         memmem(traceback, length, " in _wait_for_tstate_lock", 25) != nullptr;
}

}  // namespace gordian::runtime
