// A program that hangs, in the way its argument names; never by luck.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <barrier>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <semaphore>
#include <thread>

namespace {

std::mutex alice, bob;

void abba() {
  std::barrier meet(2);
  const auto transfer = [&](std::mutex& from, std::mutex& to) {
    const std::lock_guard first(from);
    meet.arrive_and_wait();
    const std::lock_guard second(to);
  };
  std::thread one(transfer, std::ref(alice), std::ref(bob));
  std::thread two(transfer, std::ref(bob), std::ref(alice));
  one.join();
  two.join();
}

// Two threads hang, the first one lives on for as long as a line is missing on its input.
void partly() {
  std::thread(abba).detach();
  std::getchar();
  std::puts("main went on");
  std::fflush(stdout);
  _exit(0);
}

int inChild() {
  const pid_t child = fork();
  if (child == 0) abba();
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) std::printf("child ended by %d\n", WTERMSIG(status));
  if (WIFEXITED(status)) std::printf("child ended with %d\n", WEXITSTATUS(status));
  return 0;
}

void stall() {
  std::counting_semaphore<8> never(0);
  never.acquire();
}

void stalledThread() {
  std::thread(stall).join();
}

void selfish() {
  alice.lock();
  alice.lock();
}

// The library says no, and the program goes on.
void refused() {
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t lock;
  pthread_mutex_init(&lock, &kind);
  pthread_mutex_lock(&lock);
  if (pthread_mutex_lock(&lock) == 0) _exit(1);
  pthread_mutex_unlock(&lock);
}

void slow() {
  std::mutex lock;
  const std::lock_guard first(lock);
  std::thread other([&] { const std::lock_guard second(alice); });
  other.join();
  const std::lock_guard held(alice);
  std::thread waiter([&] { const std::lock_guard second(alice); });
  sleep(2);
  alice.unlock();
  waiter.join();
  alice.lock();
}

}  // namespace

int main(int /*argc*/, char** argv) {
  const auto is = [&](const char* name) { return std::strcmp(argv[1], name) == 0; };
  if (is("abba")) abba();
  if (is("partly")) partly();
  if (is("child")) return inChild();
  if (is("stall")) stall();
  if (is("slow")) slow();
  if (is("self")) selfish();
  if (is("refused")) refused();
  if (is("stalled-thread")) stalledThread();
  if (is("deaf")) {
    signal(SIGABRT, SIG_IGN);
    abba();
  }
  return 0;
}
