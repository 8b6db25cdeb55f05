#include "watchdog.hpp"

#include "board.hpp"
#include "hang_records.hpp"
#include "memory.hpp"
#include "message.hpp"
#include "options.hpp"
#include "process.hpp"
#include "real.hpp"
#include "self_knowledge.hpp"
#include "thread_state.hpp"
#include "verdict.hpp"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <new>

namespace gordian::runtime {

using namespace recording;

namespace {

constexpr int kDeadlocked = 67;
constexpr unsigned kIntervalMs = 200;
constexpr std::size_t kStackSize = 256ul * 1024;
constexpr std::uint32_t kMostSaid = 64;

std::atomic<std::uint32_t> watchedBy{0};  // pid of the process that has a watchdog

struct Kept {
  void* memory = nullptr;
  std::size_t size = 0;
  board::Look look;
  bool isValid = false;
};

// One hang that is under suspicion or was told, by its first member.
struct Known {
  std::uint32_t place = 0;
  std::uint32_t sequence = 0;
  std::uint32_t looks = 0;  // in so many looks on end, the first not counted
  bool isTold = false;
};

class Watch {
 public:
  Watch() noexcept { knowledge_.own = static_cast<std::uint32_t>(syscall(SYS_gettid)); }
  ~Watch() {
    release(before_.memory, before_.size);
    release(now_.memory, now_.size);
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // True: something was decided.
  bool look(bool isAlone) noexcept;

 private:
  bool take(bool isAlone) noexcept;
  bool judge(const lockgraph::Hang& hang, bool isAlone) noexcept;
  Known& knownOf(const lockgraph::Hang& hang) noexcept;
  [[nodiscard]] std::uint32_t threads() const noexcept;

  SelfKnowledge knowledge_;
  Kept before_;
  Kept now_;
  Known known_[kMostSaid];
  std::uint32_t nextKnown_ = 0;
};

bool Watch::take(bool isAlone) noexcept {
  const Kept older = before_;
  before_ = now_;
  now_ = older;
  now_.isValid = false;
  board::BoardView view;
  view.header = privateBoard();
  view.window = [](void*, std::uint32_t index) -> const void* { return mappedWindow(index); };
  const std::size_t needed = board::lookSize(view);
  if (now_.size < needed) {
    release(now_.memory, now_.size);
    now_.memory = allocate(needed);
    now_.size = now_.memory != nullptr ? needed : 0;
  }
  board::Arena arena(now_.memory, now_.size);
  board::Knowledge knowledge = knowledge_.callbacks();
  if (isAlone) knowledge.refine = nullptr;  // it asks, so it does not sleep yet
  now_.isValid = board::look(view, knowledge, arena, now_.look);
  return now_.isValid;
}

Known& Watch::knownOf(const lockgraph::Hang& hang) noexcept {
  const board::SlotCopy& first = now_.look.snapshot.slots[now_.look.result.members[hang.first]];
  for (Known& known : known_)
    if (known.sequence == first.sequence && known.place == first.place && known.sequence != 0)
      return known;
  Known& fresh = known_[nextKnown_++ % kMostSaid];
  fresh = {first.place, first.sequence, 0, false};
  return fresh;
}

std::uint32_t Watch::threads() const noexcept {
  std::uint32_t count = 0;
  const board::Snapshot& snapshot = now_.look.snapshot;
  for (std::uint32_t i = 0; i < snapshot.slotCount; ++i)
    if (snapshot.slots[i].does != board::SlotDoes::Gone) ++count;
  return count;
}

bool Watch::judge(const lockgraph::Hang& hang, bool isAlone) noexcept {
  Known& known = knownOf(hang);
  if (known.isTold) return false;
  const bool isSame = before_.isValid && board::isConfirmed(before_.look, now_.look, hang);
  known.looks = isSame ? known.looks + 1 : 0;
  const Options& options = runtimeOptions();
  const std::uint32_t wanted = hang.causeNeedsPosts ? options.stallMs : options.deadlockMs;
  if (isAlone ? hang.causeNeedsPosts : wanted == 0 || known.looks * kIntervalMs < wanted)
    return false;
  known.isTold = true;
  writeHang(now_.look, hang, options.onDeadlock, std::uint64_t{known.looks} * kIntervalMs,
            threads());
  return true;
}

bool Watch::look(bool isAlone) noexcept {
  if (!take(isAlone)) return false;
  bool isDecided = false;
  const lockgraph::WaitForResult& result = now_.look.result;
  for (std::uint32_t i = 0; i < result.hangCount; ++i)
    if (judge(result.hangs[i], isAlone)) isDecided = true;
  return isDecided;
}

void act() noexcept {
  switch (runtimeOptions().onDeadlock) {
    case kHangWait:
      return;
    case kHangReport:
      reportNow();
      return;
    case kHangAbort:
      reportNow();
      message("aborting because of a deadlock (GORDIAN_ON_DEADLOCK=abort)");
      abort();
    case kHangExit:
      break;
  }
  finishProcess(true);
  message("ended by status %d because of a deadlock (GORDIAN_ON_DEADLOCK=exit)", kDeadlocked);
  real::_exit(kDeadlocked);
}

void* watch(void*) {
  auto* memory = static_cast<Watch*>(allocate(sizeof(Watch)));
  if (memory == nullptr) return nullptr;
  auto& watch = *new (memory) Watch;
  const timespec interval{0, kIntervalMs * 1'000'000L};
  while (isObserving()) {
    if (watch.look(false)) act();
    nanosleep(&interval, nullptr);
  }
  watch.~Watch();
  release(memory, sizeof(Watch));
  return nullptr;
}

}  // namespace

void startWatchdog() noexcept {
  if (privateBoard() == nullptr || watchedBy.exchange(ownProcess()) == ownProcess()) return;
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackSize);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread{};
  if (real::pthread_create(&thread, &attributes, watch, nullptr) == 0)
    real::pthread_setname_np(thread, "gordian");
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void watchAlone() noexcept {
  if (privateBoard() == nullptr || watchedBy.load(std::memory_order_relaxed) == ownProcess())
    return;
  auto* memory = static_cast<Watch*>(allocate(sizeof(Watch)));
  if (memory == nullptr) return;
  auto& watch = *new (memory) Watch;
  const bool isDecided = watch.look(true);
  watch.~Watch();
  release(memory, sizeof(Watch));
  if (isDecided) act();
}

void forgetWatchdog() noexcept {
  watchedBy.store(0, std::memory_order_relaxed);
}

}  // namespace gordian::runtime
