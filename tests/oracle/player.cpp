// Runs a program of the oracle for real: lock_player FILE [SEED]
//
// Each lock has functions of its own, so that its sites and its class are its own, too. Threads
// that nobody joins are joined at the end. Between operations a thread now and then lets others
// run.
#include <gordian/annotations.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <utility>

#include "program.hpp"

namespace {

using namespace gordian::oracle;

union AnyLock {
  pthread_mutex_t mutex;
  pthread_rwlock_t rwlock;
  pthread_spinlock_t spin;
  sem_t semaphore;
};

Program program;
AnyLock locks[kMaxLocks];
sem_t semaphores[kMaxSemaphores];
pthread_cond_t conditions[kMaxConditions];
bool isSet[kMaxConditions];
pthread_barrier_t barrier;
pthread_once_t flags[kMaxLocks];
pthread_t threads[kMaxThreads];
bool isJoined[kMaxThreads];
unsigned long seed = 1;

thread_local std::array<int, kMaxLocks> held;
thread_local unsigned long noise;

timespec soon() {
  timespec at{};
  clock_gettime(CLOCK_REALTIME, &at);
  at.tv_nsec += 20'000'000;
  if (at.tv_nsec >= 1'000'000'000) {
    at.tv_nsec -= 1'000'000'000;
    ++at.tv_sec;
  }
  return at;
}

int acquireMutex(pthread_mutex_t* m, Act act) {
  const timespec at = soon();
  return act == Act::Try     ? pthread_mutex_trylock(m)
         : act == Act::Timed ? pthread_mutex_timedlock(m, &at)
                             : pthread_mutex_lock(m);
}

int acquireRwLock(pthread_rwlock_t* l, Act act, bool isShared) {
  const timespec at = soon();
  if (isShared) {
    return act == Act::Try     ? pthread_rwlock_tryrdlock(l)
           : act == Act::Timed ? pthread_rwlock_timedrdlock(l, &at)
                               : pthread_rwlock_rdlock(l);
  }
  return act == Act::Try     ? pthread_rwlock_trywrlock(l)
         : act == Act::Timed ? pthread_rwlock_timedwrlock(l, &at)
                             : pthread_rwlock_wrlock(l);
}

int acquireSemaphore(sem_t* s, Act act) {
  const timespec at = soon();
  return act == Act::Try ? sem_trywait(s) : act == Act::Timed ? sem_timedwait(s, &at) : sem_wait(s);
}

template <std::size_t kLock>
[[gnu::noinline]] int acquire(const Op& op) {
  AnyLock& lock = locks[kLock];
  switch (program.locks[kLock]) {
    case Kind::RwLock:
    case Kind::PreferWriter:
      return acquireRwLock(&lock.rwlock, op.act, op.isShared);
    case Kind::Spin:
      return op.act == Act::Try ? pthread_spin_trylock(&lock.spin) : pthread_spin_lock(&lock.spin);
    case Kind::Semaphore:
      return acquireSemaphore(&lock.semaphore, op.act);
    default:
      return acquireMutex(&lock.mutex, op.act);
  }
}

template <std::size_t kLock>
[[gnu::noinline]] void release() {
  AnyLock& lock = locks[kLock];
  switch (program.locks[kLock]) {
    case Kind::RwLock:
    case Kind::PreferWriter:
      pthread_rwlock_unlock(&lock.rwlock);
      return;
    case Kind::Spin:
      pthread_spin_unlock(&lock.spin);
      return;
    case Kind::Semaphore:
      sem_post(&lock.semaphore);
      return;
    default:
      pthread_mutex_unlock(&lock.mutex);
  }
}

// Static initialisers leave no creator; init calls do.
template <std::size_t kLock>
[[gnu::noinline]] void begin() {
  AnyLock& lock = locks[kLock];
  const Kind kind = program.locks[kLock];
  if (kind == Kind::Semaphore) {
    sem_init(&lock.semaphore, 0, 1);
  } else if (kind == Kind::Spin) {
    pthread_spin_init(&lock.spin, PTHREAD_PROCESS_PRIVATE);
  } else if (isRwLock(kind)) {
    pthread_rwlockattr_t how;
    pthread_rwlockattr_init(&how);
    if (kind == Kind::PreferWriter)
      pthread_rwlockattr_setkind_np(&how, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    if (program.mainOwnsLocks)
      pthread_rwlock_init(&lock.rwlock, &how);
    else if (kind == Kind::PreferWriter)
      lock.rwlock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
    else
      lock.rwlock = PTHREAD_RWLOCK_INITIALIZER;
  } else {
    pthread_mutexattr_t how;
    pthread_mutexattr_init(&how);
    if (kind == Kind::Recursive) pthread_mutexattr_settype(&how, PTHREAD_MUTEX_RECURSIVE);
    if (program.mainOwnsLocks)
      pthread_mutex_init(&lock.mutex, &how);
    else if (kind == Kind::Recursive)
      lock.mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
    else
      lock.mutex = PTHREAD_MUTEX_INITIALIZER;
  }
  const char name[] = {static_cast<char>('A' + kLock), 0};
  GORDIAN_NAME_LOCK(&lock, name);
}

void run(const std::vector<Op>& ops);

template <std::size_t kFlag>
void routine() {
  run(program.routines[kFlag]);
}

struct Functions {
  int (*acquire)(const Op&);
  void (*release)();
  void (*begin)();
  void (*routine)();
};

template <std::size_t... kNumbers>
constexpr std::array<Functions, sizeof...(kNumbers)> functionsFor(
    std::index_sequence<kNumbers...>) {
  return {Functions{acquire<kNumbers>, release<kNumbers>, begin<kNumbers>, routine<kNumbers>}...};
}
constexpr auto kFunctions = functionsFor(std::make_index_sequence<kMaxLocks>());

void* live(void* number) {
  const auto thread = reinterpret_cast<std::size_t>(number);
  noise = seed * 31 + thread;
  run(program.threads[thread]);
  return nullptr;
}

void letOthersRun() {
  noise = noise * 6364136223846793005u + 1442695040888963407u;
  const unsigned long roll = noise >> 33;
  if (roll % 4 == 0) sched_yield();
  if (roll % 16 != 0) return;
  const timespec pause{0, static_cast<long>(roll % 300'000)};
  nanosleep(&pause, nullptr);
}

void waitAt(const Op& op) {
  if (held[op.mutex] == 0) return;
  pthread_cond_t* const condition = &conditions[op.target];
  pthread_mutex_t* const mutex = &locks[op.mutex].mutex;
  if (op.act == Act::Wait) {
    pthread_cond_wait(condition, mutex);
    return;
  }
  while (!__atomic_load_n(&isSet[op.target], __ATOMIC_ACQUIRE)) pthread_cond_wait(condition, mutex);
}

void run(const Op& op) {
  switch (op.act) {
    case Act::Acquire:
    case Act::Try:
    case Act::Timed:
      if (kFunctions[op.target].acquire(op) == 0) ++held[op.target];
      return;
    case Act::Release:
      if (held[op.target] == 0) return;
      --held[op.target];
      kFunctions[op.target].release();
      return;
    case Act::Create:
      pthread_create(&threads[op.target], nullptr, live,
                     reinterpret_cast<void*>(std::size_t{op.target}));
      return;
    case Act::Join:
      isJoined[op.target] = true;
      pthread_join(threads[op.target], nullptr);
      return;
    case Act::Post:
      sem_post(&semaphores[op.target]);
      return;
    case Act::Take:
      while (sem_wait(&semaphores[op.target]) != 0) {
      }
      return;
    case Act::Meet:
      pthread_barrier_wait(&barrier);
      return;
    case Act::Once:
      pthread_once(&flags[op.target], kFunctions[op.target].routine);
      return;
    case Act::Finish:
      return;
    case Act::Wait:
    case Act::Await:
      waitAt(op);
      return;
    case Act::Signal:
      pthread_cond_signal(&conditions[op.target]);
      return;
    case Act::Set:
      __atomic_store_n(&isSet[op.target], true, __ATOMIC_RELEASE);
      pthread_cond_broadcast(&conditions[op.target]);
      return;
  }
}

void run(const std::vector<Op>& ops) {
  for (const Op& op : ops) {
    letOthersRun();
    run(op);
  }
}

bool isCreated(std::size_t thread) {
  for (const std::vector<Op>& ops : program.threads)
    for (const Op& op : ops)
      if (op.act == Act::Create && op.target == thread) return true;
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::ifstream in(argv[1]);
  std::string wrong;
  auto read = parse({std::istreambuf_iterator<char>(in), {}}, wrong);
  if (!read) {
    std::fprintf(stderr, "%s: %s\n", argv[1], wrong.c_str());
    return 2;
  }
  program = std::move(*read);
  if (argc > 2) seed = std::strtoul(argv[2], nullptr, 10);
  for (std::size_t i = 0; i < program.locks.size(); ++i) kFunctions[i].begin();
  for (std::size_t i = 0; i < program.semaphores.size(); ++i)
    sem_init(&semaphores[i], 0, program.semaphores[i]);
  for (pthread_cond_t& condition : conditions) pthread_cond_init(&condition, nullptr);
  if (program.parties != 0) pthread_barrier_init(&barrier, nullptr, program.parties);
  for (pthread_once_t& flag : flags) flag = PTHREAD_ONCE_INIT;
  live(nullptr);
  for (std::size_t i = 1; i < program.threads.size(); ++i)
    if (!isJoined[i] && isCreated(i)) pthread_join(threads[i], nullptr);
  return 0;
}
