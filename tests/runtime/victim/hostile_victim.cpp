// A well-behaved program for unfriendly surroundings: hostile_victim MODE. It takes locks in one
// order only, says what it did on standard output and ends with 0, natively and under Gordian
// alike.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

std::array<std::mutex, 3000> locks;
volatile int work = 0;

void nested(std::size_t outer, std::size_t inner) {
  const std::lock_guard first(locks[outer]);
  const std::lock_guard second(locks[inner]);
  work = work + 1;
}

// Enough different pairs for a recording of a megabyte.
void manyPairs() {
  for (std::size_t i = 0; i + 1 < locks.size(); ++i) nested(i, i + 1);
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

int waitFor(pid_t child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void pairs() {
  std::thread other(manyPairs);
  manyPairs();
  other.join();
}

void thousandThreads() {
  for (int i = 0; i < 1000; ++i) std::thread([] { nested(0, 1); }).join();
  std::vector<std::thread> together;
  for (int i = 0; i < 100; ++i) together.emplace_back([] { nested(1, 2); });
  for (std::thread& each : together) each.join();
}

// The address space ends a little above what is used now.
void littleMemory() {
  rlimit limit{};
  std::array<char, 64> line{};
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr || std::fgets(line.data(), line.size(), file) == nullptr) std::abort();
  std::fclose(file);
  const auto pages = std::strtoull(line.data(), nullptr, 10);
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = pages * 4096 + 512 * 1024;
  setrlimit(RLIMIT_AS, &limit);
  manyPairs();
}

void vforkAndExec() {
  nested(0, 1);
  const pid_t child = vfork();
  if (child == 0) {
    execl("/bin/echo", "echo", "from vfork", static_cast<char*>(nullptr));
    _exit(1);
  }
  say("vfork and exec: " + std::to_string(waitFor(child)));
  const pid_t quick = vfork();
  if (quick == 0) _exit(4);
  nested(1, 2);
  say("vfork and end: " + std::to_string(waitFor(quick)));
}

void spawn() {
  nested(0, 1);
  pid_t child = 0;
  std::array<char*, 4> arguments{const_cast<char*>("sh"), const_cast<char*>("-c"),
                                 const_cast<char*>("echo from spawn; exit 5"), nullptr};
  posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments.data(), environ);
  nested(1, 2);
  say("spawn: " + std::to_string(waitFor(child)));
}

void shell() {
  nested(0, 1);
  const int status = std::system("echo from a shell; exit 6");  // NOLINT(cert-env33-c): the point
  say("system: " + std::to_string(WEXITSTATUS(status)));
}

// The daemon tells its parent, which is gone by then, through standard output.
void becomeDaemon() {
  nested(0, 1);
  if (daemon(1, 1) != 0) std::abort();
  nested(1, 2);
  std::thread([] { nested(2, 3); }).join();
  say("daemon done");
}

// A request to end that waits for the next cancellation point must not find one in a lock call.
void cancelPending() {
  pthread_t thread{};
  const auto body = [](void*) -> void* {
    pthread_cancel(pthread_self());
    manyPairs();
    say("not cancelled in a lock call");
    return nullptr;
  };
  pthread_create(&thread, nullptr, body, nullptr);
  void* result = nullptr;
  pthread_join(thread, &result);
  say(result == PTHREAD_CANCELED ? "cancelled" : "ended");
  manyPairs();
}

void nextDescriptor() {
  nested(0, 1);
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  nested(1, 2);
  say("descriptor " + std::to_string(file));
}

// As few open files as a careful parent leaves.
void fewDescriptors() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = 16;
  setrlimit(RLIMIT_NOFILE, &limit);
  manyPairs();
  int opened = 0;
  while (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) ++opened;
  say("open files " + std::to_string(opened));
}

// As server programs begin.
void closeEverything() {
  nested(0, 1);
  for (int file = 3; file < 2000; ++file) close(file);
  const int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
  manyPairs();
  say("descriptor " + std::to_string(file));
}

// The program's own file takes the number that the recording had; every byte of it stays.
void reuseNumbers() {
  nested(0, 1);
  std::string name = "own-file-XXXXXX";
  const int own = mkstemp(name.data());
  const std::string content(5000, 'x');
  if (write(own, content.data(), content.size()) != std::ssize(content)) std::abort();
  for (int file = 1000; file < 1010; ++file) dup2(own, file);
  manyPairs();
  say("its size " + std::to_string(lseek(1003, 0, SEEK_END)));
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<void()>> modes{{"cancel", cancelPending},
                                                           {"close-all", closeEverything},
                                                           {"daemon", becomeDaemon},
                                                           {"descriptor", nextDescriptor},
                                                           {"few-descriptors", fewDescriptors},
                                                           {"little-memory", littleMemory},
                                                           {"pairs", pairs},
                                                           {"reuse", reuseNumbers},
                                                           {"spawn", spawn},
                                                           {"system", shell},
                                                           {"threads", thousandThreads},
                                                           {"vfork", vforkAndExec}};
  const auto mode = modes.find(argc > 1 ? argv[1] : "");
  if (mode == modes.end()) return 2;
  mode->second();
  say("done");
  return 0;
}
