// Prints what the runtime would record: its modules, some of its stacks and the addresses of its
// locks. Lines that a test expects to see named carry a mark: comment.
#include <link.h>
#include <pthread.h>
#include <unistd.h>
#include <unwind.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

#define NOINLINE __attribute__((noinline))
#define KEEP_FRAME asm volatile("" ::: "memory")  // no tail call: the caller must stay on the stack

namespace {

_Unwind_Reason_Code printFrame(_Unwind_Context* context, void*) {
  const auto pc = static_cast<std::uint64_t>(_Unwind_GetIP(context));
  const auto cfa = static_cast<std::uint64_t>(_Unwind_GetCFA(context));
  if (pc != 0) std::printf(" %" PRIx64 ":%" PRIx64, pc, cfa);
  return _URC_NO_REASON;
}

NOINLINE void printStack(const char* name) {
  std::printf("stack %s", name);
  _Unwind_Backtrace(printFrame, nullptr);
  std::printf("\n");
}

void printLock(const char* name, const void* lock, const char* storage, const char* stack) {
  std::printf("lock %s %" PRIx64 " %s %s\n", name, reinterpret_cast<std::uint64_t>(lock), storage,
              stack);
}

int printModule(dl_phdr_info* info, std::size_t, void*) {
  std::uint64_t low = UINT64_MAX, high = 0;
  std::string id;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const auto& header = info->dlpi_phdr[i];
    const std::uint64_t at = info->dlpi_addr + header.p_vaddr;
    if (header.p_type == PT_LOAD) {
      low = std::min<std::uint64_t>(low, at);
      high = std::max<std::uint64_t>(high, at + header.p_memsz);
    }
    if (header.p_type != PT_NOTE) continue;
    for (std::uint64_t offset = 0; offset + sizeof(ElfW(Nhdr)) <= header.p_memsz;) {
      const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at + offset);
      const auto* bytes = reinterpret_cast<const unsigned char*>(note + 1) + 4;
      if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4) {
        for (unsigned b = 0; b < note->n_descsz; ++b) {
          char hex[3];
          std::snprintf(hex, sizeof hex, "%02x", bytes[b]);
          id += hex;
        }
      }
      offset += sizeof *note + ((note->n_namesz + 3u) & ~3u) + ((note->n_descsz + 3u) & ~3u);
    }
  }
  char self[4096] = "";
  const char* path = info->dlpi_name;
  if (*path == '\0') {
    const ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);
    if (size > 0) self[size] = '\0';
    path = self;
  }
  std::printf("module %" PRIx64 " %" PRIx64 " %" PRIx64 " %s %s\n", low, high,
              static_cast<std::uint64_t>(info->dlpi_addr), id.empty() ? "-" : id.c_str(), path);
  return 0;
}

std::mutex hidden;

}  // namespace

struct Base {
  int id = 0;
  std::mutex m;
};
struct Account : Base {
  long balance = 0;
};
typedef struct Account AccountAlias;
struct Worker {
  int number = 0;
  struct {
    std::recursive_mutex lock;
  } state;
  std::mutex queue;
};
struct Pool {
  std::string title;
  Worker workers[4];
  union {
    long words[8];
    pthread_mutex_t raw;
  };
};
struct Bank {
  static std::mutex registry;
};
std::mutex Bank::registry;

namespace bank {
std::shared_mutex vault;
}

const AccountAlias savings;
Pool pool;
std::array<std::mutex, 5> forks;
pthread_mutex_t grid[2][3];
static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
template <typename T>
struct Holder {
  static inline std::mutex shared;
  T value{};
};

NOINLINE std::mutex& counterLock() {
  static std::mutex guard;
  return guard;
}

namespace deep {
static inline void level3(const char* name) {
  printStack(name);  // mark:level3
  KEEP_FRAME;
}
static inline void level2(const char* name) {
  level3(name);  // mark:level2
  KEEP_FRAME;
}
template <typename T>
T level1(const char* name, T value) {
  level2(name);  // mark:level1
  KEEP_FRAME;
  return value;
}
}  // namespace deep

struct Teller {
  NOINLINE void work(const std::string& name, int) const {
    printStack(name.c_str());  // mark:work
    KEEP_FRAME;
  }
};

// The frame of this function and of main are both on the stack when the lock is described.
NOINLINE void serve(Account& account) {
  std::mutex counter;
  printStack("serve");  // mark:serve
  printLock("counter", &counter, "stack", "serve");
  printLock("alice.m", &account.m, "stack", "serve");
  KEEP_FRAME;
}

// Locks that are only reached through pointers are named by the line that takes them.
struct Ledger {
  std::mutex mu;
  NOINLINE void post(Account* from, std::unique_ptr<Worker[]>& workers, int i) {
    // clang-format off
    std::lock_guard first(from->m); printStack("take_from");  // mark:from
    std::lock_guard second(mu); printStack("take_own");  // mark:own
    std::lock_guard third(workers[i].queue); printStack("take_worker");  // mark:worker
    // clang-format on
    KEEP_FRAME;
  }
};

int main() {
  dl_iterate_phdr(printModule, nullptr);
  deep::level1<long>("deep", 1);  // mark:main
  Teller().work("method", 1);
  auto workers = std::make_unique<Worker[]>(2);
  auto ledger = std::make_unique<Ledger>();
  auto savingsOnHeap = std::make_unique<Account>();
  ledger->post(savingsOnHeap.get(), workers, 1);
  Account alice;
  int many = 3;
  {
    std::mutex ring[4];
    serve(alice);  // mark:serving
    std::thread worker([&] {
      printStack("lambda");  // mark:lambda
      many += 1;
    });
    worker.join();
    printStack("ring");
    printLock("ring[2]", &ring[2], "stack", "ring");
  }
  printLock("hidden", &hidden, "static", "deep");
  printLock("plain", &plain, "static", "deep");
  printLock("registry", &Bank::registry, "static", "deep");
  printLock("vault", &bank::vault, "static", "deep");
  printLock("savings", &savings.m, "static", "deep");
  printLock("queue", &pool.workers[3].queue, "static", "deep");
  printLock("state", &pool.workers[1].state.lock, "static", "deep");
  printLock("raw", &pool.raw, "static", "deep");
  printLock("forks", &forks[2], "static", "deep");
  printLock("grid", &grid[1][2], "static", "deep");
  printLock("holder", &Holder<int>::shared, "static", "deep");
  printLock("guard", &counterLock(), "static", "deep");
  return many == 4 ? 0 : 1;
}
