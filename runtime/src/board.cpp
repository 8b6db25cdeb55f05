#include "board.hpp"

#include "memory.hpp"
#include "not_cancelled.hpp"
#include "options.hpp"
#include "real.hpp"
#include "spin_lock.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cstring>

namespace gordian::runtime {

using namespace recording;

namespace {

SpinLock guard;
BoardHeader* header;
bool isPrivate;
bool isOff;
char* windows[kWindows];  // as far as this process has claimed and mapped them
std::uint32_t usedWindows;
BoardSlot* freeSlots[kSlotsOfWindow];  // given back by threads that ended
std::uint32_t freeCount;
std::uint32_t nextOfWindow = kSlotsOfWindow;  // in the newest window of slots
char* newestWindow;

bool isBoard(const BoardHeader& found) noexcept {
  return std::memcmp(found.magic, GORDIAN_BOARD_MAGIC, sizeof found.magic) == 0 &&
         found.version == kBoardVersion && found.windowCount == kWindows;
}

// The file is opened for each mapping: a descriptor kept open would be the program's to trip over.
void* mapPart(off_t offset, std::size_t size) noexcept {
  if (isPrivate)
    return mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  const NotCancelled notCancelled;
  const int file = open(runtimeOptions().board, O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (file < 0) return MAP_FAILED;
  void* part = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, offset);
  close(file);
  return part;
}

std::uint32_t usedOf(const BoardHeader& board) noexcept {
  constexpr std::uint32_t kMost = kWindows;
  const std::uint32_t used = __atomic_load_n(&board.usedWindows, __ATOMIC_RELAXED);
  return used < kMost ? used : kMost;
}

void noteUsed(std::uint32_t window) noexcept {
  std::uint32_t used = __atomic_load_n(&header->usedWindows, __ATOMIC_RELAXED);
  while (used <= window && !__atomic_compare_exchange_n(&header->usedWindows, &used, window + 1,
                                                        true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
  if (usedWindows <= window) usedWindows = window + 1;
}

// A window of our own, zeroed; kWindows: none.
std::uint32_t claimWindow() noexcept {
  const auto pid = static_cast<std::uint32_t>(getpid());
  for (std::uint32_t i = 0; i < kWindows; ++i) {
    const bool isFresh = i >= usedOf(*header);  // never claimed: still zero, and no page of it used
    std::uint32_t owner = 0;
    if (!__atomic_compare_exchange_n(&header->windowOwner[i], &owner, pid, false, __ATOMIC_ACQ_REL,
                                     __ATOMIC_RELAXED))
      continue;
    void* mapped =
        windows[i] != nullptr
            ? windows[i]
            : mapPart(kBoardHeaderSize + static_cast<off_t>(i) * kWindowSize, kWindowSize);
    if (mapped == MAP_FAILED) {
      __atomic_store_n(&header->windowOwner[i], 0, __ATOMIC_RELEASE);
      return kWindows;
    }
    windows[i] = static_cast<char*>(mapped);
    if (!isFresh) std::memset(windows[i], 0, kWindowSize);
    noteUsed(i);
    return i;
  }
  return kWindows;
}

// A program that was executed by one that waited: what that one left says nothing any more.
void giveBackOld() noexcept {
  const auto pid = static_cast<std::uint32_t>(getpid());
  const std::uint32_t used = usedOf(*header);
  for (std::uint32_t i = 0; i < used; ++i) {
    std::uint32_t owner = pid;
    __atomic_compare_exchange_n(&header->windowOwner[i], &owner, 0, false, __ATOMIC_ACQ_REL,
                                __ATOMIC_RELAXED);
  }
}

void unmapAll() noexcept {
  for (std::uint32_t i = 0; i < usedWindows; ++i) {
    if (windows[i] != nullptr) real::munmap(windows[i], kWindowSize);
    windows[i] = nullptr;
  }
  usedWindows = 0;
  freeCount = 0;
  nextOfWindow = kSlotsOfWindow;
  newestWindow = nullptr;
}

void makePrivate() noexcept {
  isPrivate = true;
  header = static_cast<BoardHeader*>(allocate(sizeof(BoardHeader)));
  if (header == nullptr) return;
  std::memcpy(header->magic, GORDIAN_BOARD_MAGIC, sizeof header->magic);
  header->version = kBoardVersion;
  header->windowCount = kWindows;
  header->watcherPid = static_cast<std::uint32_t>(getpid());
}

// In another pid namespace our number means somebody else to whoever watches.
bool isKnownByItsNumber() noexcept {
  char number[16] = {};
  if (readlink("/proc/self", number, sizeof number - 1) <= 0) return false;
  pid_t told = 0;
  for (const char* digit = number; *digit >= '0' && *digit <= '9'; ++digit)
    told = told * 10 + (*digit - '0');
  return told == getpid();
}

}  // namespace

void attachBoard() noexcept {
  if (runtimeOptions().board[0] == '\0') {
    if (!runtimeOptions().wrapped) makePrivate();
    return;
  }
  if (!isKnownByItsNumber()) return;
  void* mapped = mapPart(0, kBoardHeaderSize);
  if (mapped == MAP_FAILED) return;
  header = static_cast<BoardHeader*>(mapped);
  if (isBoard(*header)) {
    giveBackOld();
  } else {
    real::munmap(mapped, kBoardHeaderSize);
    header = nullptr;
  }
}

BoardSlot* claimSlot() noexcept {
  const Locked locked(guard);
  if (header == nullptr || isOff) return nullptr;
  BoardSlot* slot = nullptr;
  if (freeCount != 0) {
    slot = freeSlots[--freeCount];
  } else {
    if (nextOfWindow == kSlotsOfWindow) {
      const std::uint32_t window = claimWindow();
      if (window == kWindows) {
        isOff = true;  // what more threads wait for is not published
        return nullptr;
      }
      newestWindow = windows[window];
      nextOfWindow = 0;
    }
    slot = reinterpret_cast<BoardSlot*>(newestWindow + std::size_t{nextOfWindow++} * kSlotSize);
  }
  slot->state = kSlotLive;
  __atomic_store_n(&slot->pid, static_cast<std::uint32_t>(getpid()), __ATOMIC_RELEASE);
  return slot;
}

void releaseSlot(BoardSlot* slot) noexcept {
  const Locked locked(guard);
  slot->state = kSlotFree;
  slot->heldCount = slot->lostCount = 0;
  __atomic_store_n(&slot->pid, 0, __ATOMIC_RELEASE);
  if (freeCount < kSlotsOfWindow) freeSlots[freeCount++] = slot;
}

bool reserveMore(BoardSlot& slot, std::uint32_t count) noexcept {
  const Locked locked(guard);
  constexpr std::uint32_t kOfWindow = sizeof(BoardMoreHeld::held) / sizeof(BoardHeld);
  std::uint32_t* link = &slot.moreWindow;
  for (std::uint32_t room = 0; room < count; room += kOfWindow) {
    if (*link == 0) {
      const std::uint32_t window = claimWindow();
      if (window == kWindows) return false;
      __atomic_store_n(link, window + 1, __ATOMIC_RELEASE);
    }
    link = &static_cast<BoardMoreHeld*>(mappedWindow(*link - 1))->next;
  }
  return true;
}

void* mappedWindow(std::uint32_t window) noexcept {
  return window < kWindows ? windows[window] : nullptr;
}

void leaveBoard() noexcept {
  if (header == nullptr) return;
  unmapAll();
  if (isPrivate) {
    std::memset(header->windowOwner, 0, sizeof header->windowOwner);
    header->usedWindows = 0;
    header->watcherPid = static_cast<std::uint32_t>(getpid());
  }
  isOff = false;
}

void closeBoard() noexcept {
  const Locked locked(guard);
  isOff = true;
}

const BoardHeader* privateBoard() noexcept {
  return isPrivate ? header : nullptr;
}

void lockBoard() noexcept {
  guard.lock();
}
void unlockBoard() noexcept {
  guard.unlock();
}

}  // namespace gordian::runtime
