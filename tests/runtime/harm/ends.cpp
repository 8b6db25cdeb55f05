// How programs, threads and functions begin and end: before main, by destructors, by exceptions.
#include "harm.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

// Before anything of a library of ours or of the C++ library was initialised.
pthread_mutex_t early = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t earlyInner = PTHREAD_MUTEX_INITIALIZER;
int earlyCount;

void lockEarly() {
  pthread_mutex_lock(&early);
  pthread_mutex_lock(&earlyInner);
  ++earlyCount;
  pthread_mutex_unlock(&earlyInner);
  pthread_mutex_unlock(&early);
}

void* earlyThread(void*) {
  lockEarly();
  return nullptr;
}

void beforeAllConstructors(int, char**, char**) {
  lockEarly();
  pthread_t thread;
  if (pthread_create(&thread, nullptr, earlyThread, nullptr) == 0) pthread_join(thread, nullptr);
}
[[gnu::section(".preinit_array"), gnu::used]] void (*const preinit)(int, char**,
                                                                    char**) = beforeAllConstructors;
[[gnu::constructor(101)]] void firstConstructor() {
  lockEarly();
}

void early_() {
  say("early %d", earlyCount);
}

struct Two {
  std::mutex one, two;
  std::atomic<int>* count = nullptr;
  ~Two() {
    const std::scoped_lock both(one, two);
    if (count != nullptr) ++*count;
  }
};
pthread_key_t key;

void threadLocals() {
  static std::atomic<int> ended{0};
  pthread_key_create(&key, [](void* mutex) {
    pthread_mutex_lock(static_cast<pthread_mutex_t*>(mutex));
    ++ended;
    pthread_mutex_unlock(static_cast<pthread_mutex_t*>(mutex));
    static thread_local int rounds = 0;  // destroyed and used again: the last round of glibc
    if (++rounds < PTHREAD_DESTRUCTOR_ITERATIONS) pthread_setspecific(key, mutex);
  });
  static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;
  for (int round = 0; round < 50; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([] {
        static thread_local Two atEnd;
        atEnd.count = &ended;
        pthread_setspecific(key, &shared);
      });
    for (auto& thread : threads) thread.join();
  }
  say("ended %d", ended.load());
}

// At the end of the program: handlers, destructors of statics, with threads that still lock.

std::atomic<bool> stop{false};
std::mutex* busy;
std::thread* worker;

void joinAtEnd() {
  stop = true;
  worker->join();
  std::thread([] { const std::lock_guard hold(*busy); }).join();
  std::printf("joined at the end\n");
}

struct StaticWorker {
  std::mutex mutex, inner;
  std::atomic<bool> done{false};
  std::thread thread;
  void start() {
    thread = std::thread([this] {
      while (!done) {
        const std::lock_guard one(mutex);
        const std::lock_guard two(inner);
      }
    });
  }
  ~StaticWorker() {
    if (!thread.joinable()) return;
    { const std::scoped_lock both(mutex, inner); }
    done = true;
    thread.join();
    std::printf("static destroyed\n");
  }
};
StaticWorker global;

void startWorker() {
  busy = new std::mutex;
  worker = new std::thread([] {
    while (!stop) const std::lock_guard hold(*busy);
  });
}

void exits() {
  startWorker();
  global.start();
  std::atexit(joinAtEnd);
  std::thread([] { std::exit(0); }).join();
}

void quickExits() {
  startWorker();
  std::at_quick_exit([] {
    joinAtEnd();
    std::fflush(stdout);
  });
  std::quick_exit(0);
}

void* lockForEver(void*) {
  static std::mutex one, two;
  for (;;) {
    const std::lock_guard first(one);
    const std::lock_guard second(two);
  }
}

void leavesThreads() {
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < 4; ++i) std::thread(lockForEver, nullptr).detach();
      pauseMs(5);
      if (round % 2 == 0) _exit(3);
      std::exit(3);
    }
    say("%d", endOf(child));
  }
}

void executes() {
  for (int round = 0; round < 10; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < 4; ++i) std::thread(lockForEver, nullptr).detach();
      pauseMs(5);
      if (round % 2 != 0)  // by a thread that is not the first
        std::thread([] { execl("/bin/sh", "sh", "-c", "exit 5", nullptr); }).join();
      execl("/bin/sh", "sh", "-c", "exit 4", nullptr);
    }
    say("%d", endOf(child));
  }
}

void firstThreadEnds() {
  static pthread_t first = pthread_self();
  std::thread([] {
    pthread_join(first, nullptr);
    pauseMs(700);
    say("done");
    std::exit(0);
  }).detach();
  pthread_exit(nullptr);
}

// Exceptions through once routines, initialisers of statics, and frames that hold locks.

int thrower(int round) {
  if (round < 3) throw std::runtime_error("not yet");
  return round;
}

void exceptions() {
  std::once_flag once;
  std::mutex outer;
  int caught = 0;
  for (int round = 0; round < 6; ++round) {
    try {
      const std::lock_guard hold(outer);
      std::call_once(once, [&] {
        const std::lock_guard inside(*busy);
        thrower(round);
      });
    } catch (const std::runtime_error&) {
      ++caught;
    }
    try {
      const std::lock_guard hold(outer);
      static const int value = thrower(round);
      say("static %d", value);
    } catch (const std::runtime_error&) {
      ++caught;
    }
  }
  say("caught %d, free %d", caught, outer.try_lock());
  outer.unlock();
}

std::atomic<int> cleaned{0};
struct Cleans {
  ~Cleans() {
    const std::lock_guard hold(*busy);
    ++cleaned;
  }
};

void unwinds() {
  static sem_t never;
  sem_init(&never, 0, 0);
  for (int round = 0; round < 20; ++round) {
    std::atomic<bool> isIn{false};
    std::thread thread([&] {
      const Cleans byExceptionOfTheLibrary;
      pthread_cleanup_push(
          [](void*) {
            const std::lock_guard hold(*busy);
            ++cleaned;
          },
          nullptr);
      isIn = true;
      if (round % 2 == 0) pthread_exit(nullptr);
      sem_wait(&never);
      pthread_cleanup_pop(0);
    });
    while (!isIn) std::this_thread::yield();
    pthread_cancel(thread.native_handle());
    thread.join();
  }
  say("cleaned %d", cleaned.load());
}

void throws() {
  busy = new std::mutex;
  exceptions();
  unwinds();
}

// A predicate throws in a wait: once before it waits, once after it was woken.
void predicates() {
  std::mutex mutex;
  std::condition_variable_any changed;
  int caught = 0;
  for (int round = 0; round < 50; ++round) {
    std::atomic<int> asked{0};
    std::thread waker([&] {
      while (asked != 1) std::this_thread::yield();
      { const std::lock_guard hold(mutex); }
      changed.notify_all();
    });
    try {
      std::unique_lock hold(mutex);
      changed.wait(hold, [&] {
        if (round % 2 == 0) changed.notify_all();
        if (++asked == 2) throw std::runtime_error("no more");
        return false;
      });
    } catch (const std::runtime_error&) {
      ++caught;
    }
    waker.join();
    const std::lock_guard free(mutex);
  }
  say("caught %d", caught);
}

// A routine that is cancelled runs again.
void cancelledOnce() {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static std::atomic<int> runs{0};
  static sem_t never;
  sem_init(&never, 0, 0);
  const auto routine = [] {
    if (++runs == 1) sem_wait(&never);
  };
  std::thread thread([&] { pthread_once(&once, routine); });
  while (runs == 0) std::this_thread::yield();
  pauseMs(600);
  pthread_cancel(thread.native_handle());
  thread.join();
  pthread_once(&once, routine);
  say("runs %d", runs.load());
}

}  // namespace

int main(int argc, char** argv) {
  const Mode modes[] = {{"early", early_},
                        {"thread-locals", threadLocals},
                        {"exit", exits},
                        {"quick-exit", quickExits},
                        {"leaves-threads", leavesThreads},
                        {"executes", executes},
                        {"first-thread-ends", firstThreadEnds},
                        {"throws", throws},
                        {"predicates", predicates},
                        {"cancelled-once", cancelledOnce}};
  return runModes(modes, sizeof modes / sizeof modes[0], argc, argv);
}
