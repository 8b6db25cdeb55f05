// The recording: what the runtime appends while a program runs, and the reader reads. Version 1.
//
// A file is a FileHeader, then records. Every record begins at a multiple of 8 with a RecordHeader;
// its size includes the header and is a multiple of 8. All numbers are little endian; strings are
// UTF-8 or raw bytes, NUL-terminated, at the end of their record. Ids count from 1 for stacks,
// locks and dependencies (0 is "none"), from 0 for threads. A record refers only to records before
// it, except that a Dependency may be followed by Revisit and Count.
//
// The writer stores `size` first, then the payload, then `crc`; a process that was killed leaves at
// most one torn record at the end or a hole of zeros, which the reader finds by the checksum.
// `crc` is CRC-32C (Castagnoli) over type, size (bytes 2 to 7 of the record) and payload (bytes 16
// to `size`). A larger record than kMaxRecordSize is damage. Nothing here is trusted by the reader.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
namespace gordian::recording {
#endif

#define GORDIAN_RECORDING_MAGIC "GORDIANR"
enum { kRecordingVersion = 1, kRecordMark = 0x4447 };
enum { kMaxRecordSize = 1 << 24 };
enum { kNoThread = 0xffffffffu };

struct FileHeader {  // 64 bytes
  char magic[8];
  uint32_t version;
  uint32_t headerSize;  // offset of the first record
  uint32_t byteOrder;   // 0x01020304
  uint32_t pointerSize;
  uint32_t pid;
  uint32_t parentPid;
  uint64_t startedNs;        // CLOCK_REALTIME
  uint64_t parentStartedNs;  // startedNs of the recording of the process that forked this one, or 0
  uint8_t reserved[12];
  uint32_t crc;  // over the 60 bytes before
};

struct RecordHeader {  // 16 bytes
  uint16_t mark;       // kRecordMark
  uint16_t type;       // RecordType
  uint32_t size;
  uint32_t crc;
  uint32_t reserved;
};

enum RecordType {
  kProcess = 1,
  kModule,
  kModuleGone,
  kThread,
  kThreadName,
  kThreadEnd,
  kJoin,
  kStack,
  kLock,
  kLockShared,
  kLockTainted,
  kLockName,
  kDependency,
  kRevisit,
  kCount,
  kMarker,
  kNote,
  kEnd,
  kPad,  // no payload meaning: skip
  kHang,
  kWaiter,
  kIncident,
  kSignal,
  kUse,
  kLockRank,
  kNeverTogether,
  kLockStats,
  kThreadStats,
  kProcessStats,
  kOnce,
  kPass,
  kRounds,
  kStretch,
  kOrderCut,
  kNotice,
};

enum ProcessFlags { kProcessPython = 1, kProcessLinked = 2, kProcessForked = 4 };

struct ProcessRecord {  // then: executable, working directory, arguments; each NUL-terminated
  uint32_t flags;
  uint32_t argumentCount;
};

struct ModuleRecord {  // then: path
  uint32_t id;
  uint32_t buildIdSize;  // at most 20
  uint64_t start;        // first and one past the last mapped address
  uint64_t end;
  uint64_t bias;  // address = bias + the file's virtual address
  uint8_t buildId[20];
  uint32_t reserved;
};

struct ModuleGoneRecord {
  uint32_t id;
  uint32_t reserved;
};

struct HoldRef {
  uint32_t lock;
  uint32_t serial;
};

struct ThreadRecord {  // then: holds[holdCount] of the parent at creation
  uint32_t id;
  uint32_t parent;  // kNoThread: the first one, or unannounced
  uint32_t parentSegment;
  uint32_t tid;
  uint32_t createdStack;
  uint32_t holdCount;
  uint64_t stackLow;  // of its stack; 0 when unknown
  uint64_t stackHigh;
  uint64_t entry;  // start routine
};

struct ThreadNameRecord {  // then: name
  uint32_t thread;
  uint32_t reserved;
};

struct ThreadEndRecord {
  uint32_t thread;
  uint32_t reserved;
  uint64_t acquisitions;
};

struct JoinRecord {  // then: holds[holdCount] of the joiner. Of `joined` there may be no Thread
  uint32_t joiner;
  uint32_t segment;  // the first segment of the joiner that follows the join
  uint32_t joined;
  uint32_t holdCount;
};

struct FrameRef {
  uint64_t pc;   // a return address: symbolize pc - 1
  uint64_t cfa;  // address just above the return address that holds pc; 0 when unknown
};

enum StackFlags {
  kStackTruncated = 1,  // there were more frames
  kStackPrefix = 2,     // the innermost frames only: join with the stack of the dependency
};

struct StackRecord {  // then: frames[frameCount], innermost first; then pythonSize bytes
  uint32_t id;
  uint32_t flags;
  uint32_t frameCount;
  uint32_t pythonSize;  // of "  File \"x.py\", line 3 in f\n" lines, innermost first, no NUL
};

enum StorageKind { kStorageUnknown = 0, kStorageStatic, kStorageStack };
enum LockFlags {
  kLockProcessShared = 1,
  kLockInitSeen = 2,
  kLockRobust = 4,
  kLockPython = 8,
  kLockCustom = 16
};

struct LockRecord {
  uint32_t id;
  uint32_t epoch;  // tells objects apart that followed each other at one address
  uint64_t address;
  uint8_t kind;  // lockgraph::LockKind
  uint8_t storage;
  uint16_t flags;
  uint32_t creator;         // thread, or kNoThread
  uint32_t createdStack;    // of the init call
  uint32_t firstStack;      // of the first acquisition that was seen
  uint32_t creatorSegment;  // of the creator at the init call, where kLockInitSeen
  uint32_t reserved;
};

struct LockEventRecord {  // kLockShared: `thread` is the second one to ask for it. kLockTainted.
  uint32_t lock;
  uint32_t thread;
};

struct LockNameRecord {  // then: name
  uint32_t lock;
  uint32_t reserved;
};

struct HeldRef {
  uint32_t lock;
  uint32_t stack;
  uint32_t serial;
  uint32_t mode;  // lockgraph::Mode
};

enum DependencyFlags { kReentrant = 1, kAfterWait = 2, kHeldCut = 4 };

struct DependencyRecord {  // then: held[heldCount], outermost first
  uint32_t id;
  uint32_t thread;
  uint32_t segment;
  uint32_t lock;
  uint32_t stack;
  uint32_t base;  // held = held(base) + lock(base) + the list here; 0: the list is all
  uint32_t heldCount;
  uint8_t mode;
  uint8_t acquisition;  // lockgraph::Acquisition
  uint16_t flags;
};

struct RevisitRecord {
  uint32_t dependency;
  uint32_t segment;
};

// How often a dependency was seen is the sum of its Counts, the first time included; it is 1 while
// there is none.
struct CountRecord {
  uint32_t dependency;
  uint32_t reserved;
  uint64_t more;  // to add
};

enum MarkerKind { kTestBegin = 1, kTestEnd };

struct MarkerRecord {  // then: text
  uint32_t thread;
  uint32_t kind;
};

enum NoteKind {
  kNoteBlind = 1,  // calls that are not seen
  kNoteLimit,      // a limit was reached; what follows is missing
};

struct NoteRecord {  // then: text
  uint32_t kind;
  uint32_t reserved;
};

enum EndKind { kEndExit = 1, kEndQuick };

struct EndRecord {
  uint32_t kind;
  uint32_t reserved;
  uint64_t acquisitions;  // of the whole process
  uint64_t locks;         // distinct lock instances seen, with or without dependencies
  uint64_t threads;
};

// A hang that was found while it lasted; then its Waiters follow, `waiterCount` of them. Written by
// whoever watched: into the recording of the process, or by `gordian run` into a file of its own
// whose header names the process.
struct HangRecord {
  uint32_t rule;  // 201 deadlock, 202 stall, 203, 204, 205: see docs/checks
  uint32_t waiterCount;
  uint32_t threads;      // of the processes concerned, alive then
  uint32_t action;       // HangAction
  uint64_t unchangedMs;  // so long the waits were seen unchanged
};

enum HangAction { kHangExit = 1, kHangAbort, kHangReport, kHangWait };
enum WaiterRole { kWaiterInCycle = 1, kWaiterBehind, kWaiterOwnerGone };
enum { kNoWaiter = 0xffffffffu };

// One thread that can never continue. Then: held[heldCount] as BoardHeld (board.h), then
// frameCount return addresses of 8 bytes, innermost first, then the thread's name, then, each ended
// by NUL like the name, what was seen from outside (may be missing): what it waits for, why that
// does not come, and a line for each frame: function, file, module, line, column, 1 for the
// developer's own code, with a tab between two of them.
struct WaiterRecord {
  uint32_t pid;
  uint32_t thread;     // number in the recording of `pid`
  uint64_t startedNs;  // of that recording
  uint32_t tid;
  uint32_t role;      // WaiterRole
  uint32_t waitsFor;  // index of the Waiter of this hang it waits for, or kNoWaiter
  uint32_t through;   // LockRecord id of what that one holds; 0: it must end, or post
  uint8_t kind;       // WaitKind (board.h)
  uint8_t lockKind;
  uint8_t mode;
  uint8_t flags;
  uint32_t lock;
  uint32_t target;
  uint32_t stack;
  uint64_t address;
  uint64_t space;  // BoardKey of the object
  uint64_t object;
  uint64_t mutexAddress;
  uint32_t mutexLock;
  uint32_t heldCount;
  uint32_t frameCount;
  uint32_t reserved;
};

enum IncidentDetail {
  kDetailNone = 0,
  kUnlockedByOther,       // GD301: `otherThread` holds it
  kUnlockedByNobody,      // GD301: nobody holds it
  kDestroyedHeld,         // GD302: `otherThread` holds it
  kDestroyedAwaited,      // GD302: `otherThread` waits for it
  kEndedHolding,          // GD303
  kWaitWithoutMutex,      // GD305: the mutex is not held
  kWaitOtherMutex,        // GD305: another mutex than at otherStack
  kForkedHeld,            // GD106: `otherThread` of the parent holds it across the fork
  kForkedAsked,           // GD106: the child asks for it
  kHandlerLock,           // GD107: asked for in a signal handler; `value`: the signal
  kHandlerInterrupted,    // GD107: the handler interrupted a holder of it
  kRankViolated,          // GD304: `other` has the higher rank and is held
  kTogether,              // GD304: `other` may never be held together with it
  kOwnerDied,             // GD205: a robust lock's owner ended
  kHeldDespiteAssertion,  // GD304: `value` locks are held where none may be; `lock` is one
  kHeldAcross,            // GD306: across `text`, so many ms as `value` says
};

// Something a thread did that is wrong in itself. Each (rule, detail, lock class, site) once or a
// few times: the writer bounds them.
struct IncidentRecord {  // then: text, often empty
  uint32_t rule;         // 301, 302, …
  uint32_t detail;       // IncidentDetail
  uint32_t thread;       // who did it
  uint32_t lock;         // with what
  uint32_t stack;        // where
  uint32_t otherThread;  // whom it concerns, or kNoThread
  uint32_t otherLock;    // 0: none
  uint32_t otherStack;   // where that one acquired it; 0: unknown
  uint64_t value;
};

// What the program has promised: locks are taken in the order of their ranks, lowest first, and
// these two are never held together.
struct LockRankRecord {
  uint32_t lock;
  int32_t rank;
};
struct NeverTogetherRecord {
  uint32_t lock;
  uint32_t other;
};

#ifdef __cplusplus
}  // namespace gordian::recording
#endif

#include <gordian/recording/format_meetings.h>
#include <gordian/recording/format_order.h>
#include <gordian/recording/format_statistics.h>
