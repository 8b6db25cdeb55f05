// A program whose use of locks is known to the last acquisition. argv[1]: what it does.
#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;

std::mutex ledger;
std::mutex idle;
std::recursive_mutex nested;
pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
pthread_spinlock_t spinning;
std::condition_variable ready;
std::atomic<int> tid{0};

// Until that thread sleeps, for 20 ms on end: it is blocked, not merely slow.
void untilBlocked() {
  while (tid == 0) std::this_thread::yield();
  char path[64];
  std::snprintf(path, sizeof path, "/proc/self/task/%d/stat", tid.load());
  for (auto since = std::chrono::steady_clock::now();
       std::chrono::steady_clock::now() - since < 20ms;) {
    char text[512] = {};
    const int file = open(path, O_RDONLY);
    const ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    const char* const state = size > 0 ? std::strrchr(text, ')') : nullptr;
    if (state == nullptr || state[2] != 'S') since = std::chrono::steady_clock::now();
  }
}

void announce() {
  tid = static_cast<int>(syscall(SYS_gettid));
}

template <typename Take, typename Give>
void contendedOnce(Take take, Give give, bool isSleeping) {
  take();
  std::thread worker([&] {
    announce();
    take();
    give();
  });
  untilBlocked();
  if (isSleeping)
    std::this_thread::sleep_for(60ms);
  else
    for (const auto end = std::chrono::steady_clock::now() + 60ms;
         std::chrono::steady_clock::now() < end;) {
    }
  give();
  worker.join();
}

const auto takeLedger = [] { ledger.lock(); };
const auto giveLedger = [] { ledger.unlock(); };

// 1000 acquisitions in all, one of them after a wait.
void known() {
  for (int i = 0; i < 998; ++i) const std::lock_guard hold(ledger);
  contendedOnce(takeLedger, giveLedger, true);
}

// Held as long, but at work: no convoy behind a blocking call.
void busy() {
  ledger.lock();
  std::thread worker([&] {
    announce();
    const std::lock_guard hold(ledger);
  });
  while (tid == 0) {
  }
  for (const auto end = std::chrono::steady_clock::now() + 60ms;
       std::chrono::steady_clock::now() < end;) {
  }
  ledger.unlock();
  worker.join();
}

// Sleeps with a lock that nobody else wants.
void alone() {
  std::thread([] {
    const std::lock_guard hold(idle);
    std::this_thread::sleep_for(30ms);
  }).join();
}

void readers() {
  pthread_rwlock_rdlock(&table);
  std::thread([] {
    pthread_rwlock_rdlock(&table);
    pthread_rwlock_unlock(&table);
  }).join();
  pthread_rwlock_unlock(&table);
  contendedOnce([] { pthread_rwlock_wrlock(&table); }, [] { pthread_rwlock_unlock(&table); },
                false);
}

void recursive() {
  for (int i = 0; i < 10; ++i) {
    const std::lock_guard outer(nested);
    const std::lock_guard inner(nested);
  }
  std::thread([] { const std::lock_guard hold(nested); }).join();
}

void spin() {
  pthread_spin_init(&spinning, PTHREAD_PROCESS_PRIVATE);
  for (int i = 0; i < 7; ++i) {
    pthread_spin_lock(&spinning);
    pthread_spin_unlock(&spinning);
  }
}

// Waits on the condition for at least 100 ms: not a hold of the mutex.
void condition() {
  bool isReady = false;
  std::thread waker([&] {
    std::this_thread::sleep_for(100ms);
    const std::lock_guard hold(ledger);
    isReady = true;
    ready.notify_one();
  });
  {
    std::unique_lock hold(ledger);
    ready.wait(hold, [&] { return isReady; });
  }
  waker.join();
}

// A timed acquisition in vain: a wait, but no acquisition.
void inVain() {
  static std::timed_mutex timed;
  timed.lock();
  std::thread([] {
    if (timed.try_lock_for(30ms)) timed.unlock();
  }).join();
  timed.unlock();
}

struct Account {
  std::mutex m;
};

// Fifty locks made in one place are one row.
void many() {
  std::vector<Account> accounts(50);
  for (Account& account : accounts) const std::lock_guard hold(account.m);
}

void inChild() {
  { const std::lock_guard hold(ledger); }
  const pid_t child = fork();
  if (child != 0) {
    waitpid(child, nullptr, 0);
    return;
  }
  for (int i = 0; i < 5; ++i) const std::lock_guard hold(ledger);
  std::thread([] { const std::lock_guard hold(ledger); }).join();
}

}  // namespace

int main(int argc, char** argv) {
  struct {
    const char* name;
    void (*run)();
  } const kModes[] = {{"known", known},         {"busy", busy},           {"alone", alone},
                      {"readers", readers},     {"recursive", recursive}, {"spin", spin},
                      {"condition", condition}, {"in-vain", inVain},      {"many", many},
                      {"child", inChild},       {"nothing", [] {}}};
  for (const auto& mode : kModes)
    if (argc == 2 && std::strcmp(argv[1], mode.name) == 0) {
      mode.run();
      return 0;
    }
  return 2;
}
