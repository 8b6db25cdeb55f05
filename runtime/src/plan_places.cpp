#include "plan_places.hpp"

#include "memory.hpp"
#include "message.hpp"
#include "modules.hpp"
#include "not_cancelled.hpp"
#include "options.hpp"
#include "records.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gordian::runtime {

plan::Plan* followed;

namespace {

plan::Progress ownProgress;
plan::Progress* shared = &ownProgress;

// The whole file in memory that is never given back: the plan points into it. Null: said why not.
char* readWhole(const char* path, std::size_t& size) noexcept {
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat status {};
  if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
      static_cast<std::size_t>(status.st_size) > plan::kLongestText) {
    message("the plan %s is not followed: it cannot be read", path);
    if (file >= 0) close(file);
    return nullptr;
  }
  auto* text = static_cast<char*>(allocate(static_cast<std::size_t>(status.st_size) + 1));
  size = 0;
  while (text != nullptr && size < static_cast<std::size_t>(status.st_size)) {
    const ssize_t got = read(file, text + size, static_cast<std::size_t>(status.st_size) - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  close(file);
  return text;
}

void shareProgress(const char* path) noexcept {
  char name[4096];
  std::snprintf(name, sizeof name, "%s.progress", path);
  const int file = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat status {};
  if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
      static_cast<std::size_t>(status.st_size) >= sizeof(plan::Progress)) {
    void* mapped =
        mmap(nullptr, sizeof(plan::Progress), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) shared = static_cast<plan::Progress*>(mapped);
  }
  if (file >= 0) close(file);
}

// Bases of modules are whole pages: what differs below is another place.
bool mayBe(const plan::Frame& frame, std::uintptr_t address) noexcept {
  constexpr std::uintptr_t kInPage = 4095;
  return ((frame.offset ^ address) & kInPage) == 0;
}

bool areAt(const plan::Point& point, const std::uint64_t* pcs, std::uint32_t count) noexcept {
  std::uint32_t wanted = point.frameCount < followed->frames ? point.frameCount : followed->frames;
  if (wanted > count) wanted = count;
  if (wanted == 0) return false;
  for (std::uint32_t i = 0; i < wanted; ++i)
    if (!mayBe(point.frames[i], pcs[i])) return false;
  const RecordsLocked locked;
  for (std::uint32_t i = 0; i < wanted; ++i)
    if (!isAt(pcs[i], followed->modules[point.frames[i].module], point.frames[i].offset))
      return false;
  return true;
}

bool takeText(const char*& at, const char* end, const char* text, std::size_t size) noexcept {
  if (static_cast<std::size_t>(end - at) < size || std::memcmp(at, text, size) != 0) return false;
  at += size;
  return true;
}

// `  File "FILE", line LINE in FUNCTION`, as CPython writes it. Few frames: the line may differ.
bool isLine(const char*& at, const char* end, const plan::PythonLine& wanted,
            bool isExact) noexcept {
  const void* stop = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
  if (stop == nullptr) return false;
  const char* line = at;
  const auto* rest = static_cast<const char*>(stop);
  at = rest + 1;
  if (!takeText(line, rest, "  File \"", 8)) return false;
  if (!takeText(line, rest, wanted.file.at, wanted.file.size)) return false;
  if (!takeText(line, rest, "\", line ", 8)) return false;
  std::uint32_t number = 0;
  while (line != rest && *line >= '0' && *line <= '9')
    number = number * 10 + static_cast<std::uint32_t>(*line++ - '0');
  if (isExact && number != wanted.line) return false;
  if (!takeText(line, rest, " in ", 4)) return false;
  return takeText(line, rest, wanted.function.at, wanted.function.size) && line == rest;
}

bool areLines(const plan::Point& point, const CallContext& context) noexcept {
  const char* at = context.pythonText;
  const char* end = at + context.pythonSize;
  for (std::uint32_t i = 0; i < point.pythonCount && i < followed->frames; ++i)
    if (!isLine(at, end, point.python[i], followed->frames > 1)) return false;
  return true;
}

bool isObject(const plan::Point& point, const void* lock) noexcept {
  if (point.object.module == plan::kNoModule) return true;
  const auto address = reinterpret_cast<std::uintptr_t>(lock);
  if (!mayBe(point.object, address)) return false;
  const RecordsLocked locked;
  return isAt(address, followed->modules[point.object.module], point.object.offset);
}

}  // namespace

void loadPlan() noexcept {
  const char* path = getenv("GORDIAN_PLAN");
  if (path == nullptr || path[0] == '\0' || !runtimeOptions().wrapped) return;
  const NotCancelled notCancelled;
  std::size_t size = 0;
  const char* text = readWhole(path, size);
  auto* plan = static_cast<plan::Plan*>(allocate(sizeof(plan::Plan)));
  if (text == nullptr || plan == nullptr) return;
  *plan = plan::Plan{};
  std::uint32_t line = 0;
  if (const char* problem = plan::parse(text, size, *plan, line)) {
    message("the plan %s is not followed: line %u: %s", path, line, problem);
    return;
  }
  shareProgress(path);
  __atomic_add_fetch(&shared->isLoaded, 1, __ATOMIC_RELAXED);
  followed = plan;
}

plan::Progress& progress() noexcept {
  return *shared;
}

int pointOfLock(const void* lock, std::uint32_t how, const CallContext& context) noexcept {
  if ((how & (kTry | kAfterWait | kQuiet)) != 0) return kNoPoint;
  for (std::uint32_t i = 0; i < followed->pointCount; ++i) {
    const plan::Point& point = followed->points[i];
    if (point.kind == plan::PointKind::Wait || point.isShared != ((how & kShared) != 0)) continue;
    if ((point.pythonCount != 0) != (context.pythonText != nullptr)) continue;
    const bool isPlace = point.pythonCount != 0 ? areLines(point, context)
                                                : areAt(point, context.pcs, context.count);
    if (isPlace && isObject(point, lock)) return static_cast<int>(i);
  }
  return kNoPoint;
}

int pointOfWait(const recording::FrameRef* frames, std::uint32_t count) noexcept {
  std::uint64_t pcs[plan::kMostFrames];
  if (count > plan::kMostFrames) count = plan::kMostFrames;
  for (std::uint32_t i = 0; i < count; ++i) pcs[i] = frames[i].pc;
  for (std::uint32_t i = 0; i < followed->pointCount; ++i) {
    const plan::Point& point = followed->points[i];
    if (point.kind == plan::PointKind::Wait && point.pythonCount == 0 && areAt(point, pcs, count))
      return static_cast<int>(i);
  }
  return kNoPoint;
}

}  // namespace gordian::runtime
