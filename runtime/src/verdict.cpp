#include "verdict.hpp"

#include "memory.hpp"
#include "message.hpp"
#include "not_cancelled.hpp"
#include "options.hpp"
#include "real.hpp"
#include "recorder.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <initializer_list>

namespace gordian::runtime {

namespace {

constexpr int kFindings = 66;

// Of `gordian report --at-exit` (cli/src/commands/status.hpp).
constexpr int kNothingSaid = 0;
constexpr int kFails = 1;
constexpr int kSaid = 4;  // nothing that fails, but it names the recording

bool findCommand(char (&command)[4096]) noexcept {
  const char* home = runtimeOptions().home;
  if (home[0] != '\0') {
    std::snprintf(command, sizeof command, "%s/bin/gordian", home);
    if (access(command, X_OK) == 0) return true;
  }
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&reportAtEnd), &info) == 0 || info.dli_fname == nullptr)
    return false;
  const char* slash = std::strrchr(info.dli_fname, '/');
  const int folder = slash == nullptr ? 0 : static_cast<int>(slash - info.dli_fname);
  for (const char* up : {"..", "../.."}) {  // lib/ or lib/<machine>/
    std::snprintf(command, sizeof command, "%.*s/%s/bin/gordian", folder, info.dli_fname, up);
    if (access(command, X_OK) == 0) return true;
  }
  return false;
}

// The environment without what would bring the runtime into the analyser.
char** cleanEnvironment() noexcept {
  std::size_t count = 0;
  while (environ[count] != nullptr) ++count;
  auto** kept = allocateArray<char*>(count + 2);
  if (kept == nullptr) return environ;
  std::size_t used = 0;
  for (std::size_t i = 0; i < count; ++i)
    if (std::strncmp(environ[i], "LD_PRELOAD=", 11) != 0) kept[used++] = environ[i];
  static char disable[] = "GORDIAN_DISABLE=1";
  kept[used++] = disable;
  kept[used] = nullptr;
  return kept;
}

// Exit status of the analysis, or -1 when it could not be run.
int analyse(char* command) noexcept {
  char report[] = "report";
  char atExit[] = "--at-exit";
  char path[4096];
  std::snprintf(path, sizeof path, "%s", recorder.path());
  char* arguments[] = {command, report, atExit, path, nullptr};
  struct sigaction before {};
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;  // an ignored SIGCHLD would lose the status
  sigaction(SIGCHLD, &plain, &before);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  int status = -1;
  if (posix_spawn(&child, command, nullptr, &attributes, arguments, cleanEnvironment()) == 0) {
    int raw = 0;
    pid_t waited = 0;
    do waited = waitpid(child, &raw, 0);
    while (waited < 0 && errno == EINTR);
    if (waited == child && WIFEXITED(raw)) status = WEXITSTATUS(raw);
  }
  posix_spawnattr_destroy(&attributes);
  sigaction(SIGCHLD, &before, nullptr);
  return status;
}

void removeRecording() noexcept {
  recorder.discard();
  if (runtimeOptions().ownFolder) rmdir(runtimeOptions().folder);  // fails while it is in use
}

void keepOutOfGit() noexcept {
  if (!runtimeOptions().ownFolder) return;
  char path[4096];
  std::snprintf(path, sizeof path, "%s/.gitignore", runtimeOptions().folder);
  const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return;
  if (!writeQuietly(file, "*\n", 2)) unlink(path);  // next time, perhaps
  close(file);
}

}  // namespace

void reportNow() noexcept {
  const NotCancelled notCancelled;
  keepOutOfGit();
  char command[4096];
  if (findCommand(command) && analyse(command) >= 0) return;
  message("a deadlock was found; type `gordian report %s`", recorder.path());
}

void reportAtEnd(bool worthwhile, bool isReported, bool quick, int status) noexcept {
  const NotCancelled notCancelled;
  if (!worthwhile) {
    removeRecording();
    return;
  }
  keepOutOfGit();
  if (isReported) return;
  char command[4096];
  if (!findCommand(command)) {
    message("recording %s: type `gordian report %s`", recorder.path(), recorder.path());
    return;
  }
  const int verdict = analyse(command);
  if (verdict == kNothingSaid) {
    removeRecording();
  } else if (verdict == kFails) {
    if (quick || status != 0) return;  // the program's own end comes first
    message("exit status changed from 0 to %d because of findings", kFindings);
    std::fflush(nullptr);
    real::_exit(kFindings);
  } else if (verdict != kSaid) {
    message("the analysis did not run; type `gordian report %s`", recorder.path());
  }
}

}  // namespace gordian::runtime
