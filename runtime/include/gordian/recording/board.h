// The board: what every thread of the watched processes waits for right now. Version 1.
//
// Shared memory that `gordian run` makes for the whole tree of processes (GORDIAN_BOARD names it),
// or private memory of a process that links the runtime. A thread writes its own slot just before
// it blocks and marks it again when it goes on; nobody else writes there while it lives. Whoever
// watches reads all slots twice: a slot whose sequence is odd and did not change was blocked all
// the time between, and what it holds did not change either.
//
// The memory is a BoardHeader, then windows of kWindowSize bytes. A process claims a window by
// putting its pid into windowOwner[] (compare and swap from 0) and gives it back the same way. A
// window holds either slots or, as further room for one slot, held locks (BoardMoreHeld).
// Everything is written by the processes that are watched: trust nothing that is read.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
namespace gordian::recording {
#endif

#define GORDIAN_BOARD_MAGIC "GORDIANB"
enum { kBoardVersion = 1 };
enum { kWindows = 2048, kWindowSize = 1 << 16, kSlotSize = 2048, kSlotsOfWindow = 32 };
enum { kHeldOfSlot = 24, kFramesOfSlot = 96, kLostOfSlot = 6 };

// What a thread waits for. Those up to kWaitGuard have an owner (a holder, a thread that must end);
// the others go on when somebody, anybody, posts.
enum WaitKind {
  kWaitNone = 0,
  kWaitLock,       // mutex, rwlock, spin lock: `lockKind` and `mode` say more
  kWaitThread,     // the end of thread `target`
  kWaitOnce,       // call_once, pthread_once: the thread that runs the routine holds it
  kWaitGuard,      // a static's initialisation: the thread that initialises holds it
  kWaitCondition,  // and then takes `mutex` again
  kWaitSemaphore,
  kWaitBarrier,
  kWaitFutex,  // atomic::wait, latch, future, C++20 semaphore and barrier
  kWaitPipe,
  kWaitProcess,
  kWaitFileLock,
};

enum WaitFlags {
  kWaitTimed = 1,    // ends by itself
  kWaitOutside = 2,  // the object is in memory that other processes can share
};

enum SlotState {
  kSlotFree = 0,
  kSlotLive,
  kSlotEnded,     // the thread ended, or vanished in a fork, while it held what is listed
  kSlotDistrust,  // what it holds is not known: it counts as running
  kSlotInherits,  // of no thread: what a forked child's parent held in shared memory at the fork
};

// Identity of an object: (pid, address) when it is private to a process, (device and inode mixed,
// with the top bit set; offset in the file) when other processes can share it.
struct BoardKey {
  uint64_t space;
  uint64_t object;
};

// BoardKey::space of an object in a file that others can map; device and inode as /proc/PID/maps
// tells them, which may differ from what stat() says.
static inline uint64_t spaceOfFile(uint32_t major, uint32_t minor, uint64_t inode) {
  const uint64_t device = ((uint64_t)major << 32) | minor;
  return (device * UINT64_C(0x9e3779b97f4a7c15) ^ inode) | (UINT64_C(1) << 63);
}

struct BoardHeld {  // 40 bytes
  struct BoardKey key;
  uint64_t address;
  uint32_t lock;    // LockRecord id in the recording of the process, 0: none
  uint32_t stack;   // StackRecord id (a prefix) of its acquisition, 0: none
  uint32_t serial;  // of this stretch of holding
  uint8_t kind;     // lockgraph::LockKind
  uint8_t mode;     // lockgraph::Mode
  uint16_t reserved;
};

struct BoardWait {  // 88 bytes
  uint8_t kind;     // WaitKind
  uint8_t lockKind;
  uint8_t mode;
  uint8_t flags;  // WaitFlags
  uint32_t lock;  // LockRecord id of the object
  uint32_t mutexLock;
  uint32_t target;  // thread number, for kWaitThread; kNoThread when it is not known
  uint32_t stack;   // StackRecord id of the innermost frames; carries the Python frames
  uint32_t frameCount;
  struct BoardKey key;
  struct BoardKey mutex;  // for kWaitCondition; else {0, 0}
  uint64_t address;
  uint64_t mutexAddress;
  uint64_t detail;  // kWaitLock: tid of the owner, as far as the lock knows it, else 0
  uint64_t reserved;
};

struct BoardSlot {  // kSlotSize bytes
  uint32_t pid;     // 0: free
  uint32_t tid;
  uint32_t thread;      // number in the recording
  uint32_t state;       // SlotState
  uint32_t sequence;    // grows by one at the begin (to odd) and the end (to even) of each wait
  uint32_t heldCount;   // of all that is held
  uint32_t moreWindow;  // window + 1 with held locks after the first kHeldOfSlot, 0: none
  uint32_t lostCount;   // entries of `lost`; above kLostOfSlot: too many to tell
  uint64_t startedNs;   // of the process's recording; 0: it has none
  uint64_t lost[kLostOfSlot];  // addresses of locks that another thread released for this one
  struct BoardWait wait;
  struct BoardHeld held[kHeldOfSlot];  // innermost last
  uint64_t frames[kFramesOfSlot];      // of the wait: return addresses, innermost first
};

struct BoardMoreHeld {  // a whole window
  uint32_t next;        // window + 1, 0: the last
  uint32_t reserved;
  struct BoardHeld held[(kWindowSize - 8) / sizeof(struct BoardHeld)];
};

struct BoardHeader {
  char magic[8];
  uint32_t version;
  uint32_t windowCount;
  uint32_t watcherPid;
  uint32_t usedWindows;            // one past the highest window that was ever claimed
  uint32_t windowOwner[kWindows];  // pid, 0: free
};
enum { kBoardHeaderSize = 1 << 14 };

#ifdef __cplusplus
static_assert(sizeof(BoardHeld) == 40 && sizeof(BoardWait) == 88);
static_assert(sizeof(BoardSlot) <= kSlotSize && kSlotSize * kSlotsOfWindow == kWindowSize);
static_assert(sizeof(BoardHeader) <= kBoardHeaderSize && sizeof(BoardMoreHeld) <= kWindowSize);
}  // namespace gordian::recording
#endif
