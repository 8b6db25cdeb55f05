#include "message.hpp"

#include "not_cancelled.hpp"

#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <ctime>

namespace gordian::runtime {

// Nobody to tell when stderr is gone; the signal that would come with that is not the program's.
bool writeQuietly(int file, const char* text, std::size_t length) noexcept {
  sigset_t ours;
  sigemptyset(&ours);
  sigaddset(&ours, SIGPIPE);
  sigaddset(&ours, SIGXFSZ);
  sigset_t pending;
  sigset_t before;
  sigpending(&pending);
  pthread_sigmask(SIG_BLOCK, &ours, &before);
  const bool failed = write(file, text, length) < 0;
  const int raised = errno == EPIPE ? SIGPIPE : SIGXFSZ;
  if (failed && (errno == EPIPE || errno == EFBIG) && sigismember(&pending, raised) == 0) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, raised);
    const timespec now{};
    sigtimedwait(&one, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return !failed;
}

void message(const char* format, ...) noexcept {
  const int error = errno;
  char line[1024] = "gordian: ";
  constexpr int kPrefix = 9;
  va_list arguments;
  va_start(arguments, format);
  int length = std::vsnprintf(line + kPrefix, sizeof line - kPrefix - 1, format, arguments);
  va_end(arguments);
  if (length < 0) length = 0;
  length += kPrefix;
  if (length > static_cast<int>(sizeof line) - 2) length = static_cast<int>(sizeof line) - 2;
  for (int i = kPrefix; i < length; ++i)
    if (static_cast<unsigned char>(line[i]) < ' ' || line[i] == 0x7f) line[i] = '?';
  line[length++] = '\n';
  const NotCancelled notCancelled;
  writeQuietly(STDERR_FILENO, line, static_cast<std::size_t>(length));
  errno = error;
}

}  // namespace gordian::runtime
