#include "message.hpp"

#include <unistd.h>
#include <cerrno>
#include <cstdarg>
#include <cstdio>

namespace gordian::runtime {

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
  // Nobody to tell when stderr is gone.
  static_cast<void>(write(STDERR_FILENO, line, static_cast<size_t>(length)) == length);
  errno = error;
}

}  // namespace gordian::runtime
