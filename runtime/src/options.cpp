#include "options.hpp"

#include <sys/auxv.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace gordian::runtime {

namespace {

Options options;

bool isSet(const char* name) noexcept {
  const char* value = getenv(name);
  return value != nullptr && value[0] != '\0' && std::strcmp(value, "0") != 0;
}

template <std::size_t Size>
void copy(char (&to)[Size], const char* from) noexcept {
  std::snprintf(to, Size, "%s", from == nullptr ? "" : from);
}

recording::HangAction actionOf(const char* word) noexcept {
  constexpr struct {
    const char* word;
    recording::HangAction action;
  } kActions[] = {{"abort", recording::kHangAbort},
                  {"report", recording::kHangReport},
                  {"wait", recording::kHangWait}};
  for (const auto& [name, action] : kActions)
    if (word != nullptr && std::strcmp(word, name) == 0) return action;
  return recording::kHangExit;
}

// What is no number keeps the default.
void readMilliseconds(const char* name, double scale, std::uint32_t& value) noexcept {
  const char* text = getenv(name);
  if (text == nullptr || text[0] == '\0') return;
  char* end = nullptr;
  const double number = std::strtod(text, &end) * scale;
  if (*end == '\0' && number >= 0 && number < 1e9) value = static_cast<std::uint32_t>(number);
}

}  // namespace

const Options& runtimeOptions() noexcept {
  return options;
}

void readOptions() noexcept {
  if (getauxval(AT_SECURE) != 0) {  // the environment belongs to somebody with fewer rights
    options.disabled = true;
    return;
  }
  options.disabled = isSet("GORDIAN_DISABLE");
  options.wrapped = isSet("GORDIAN_WRAPPED");
  options.verbose = isSet("GORDIAN_VERBOSE");
  const char* root = getenv("GORDIAN_ROOT_PID");
  options.root = root != nullptr && std::strtol(root, nullptr, 10) == getpid();
  copy(options.home, getenv("GORDIAN_HOME"));
  options.onDeadlock = actionOf(getenv("GORDIAN_ON_DEADLOCK"));
  readMilliseconds("GORDIAN_DEADLOCK_MS", 1, options.deadlockMs);
  readMilliseconds("GORDIAN_TIMEOUT_STALL", 1000, options.stallMs);
  options.stats = isSet("GORDIAN_STATS");
  readMilliseconds("GORDIAN_LONG_HOLD_MS", 1, options.longHoldMs);
  copy(options.board, getenv("GORDIAN_BOARD"));
  if (const char* out = getenv("GORDIAN_OUT"); out != nullptr && out[0] != '\0') {
    copy(options.folder, out);
    return;
  }
  options.ownFolder = true;
  char here[2048];
  if (getcwd(here, sizeof here) != nullptr)
    std::snprintf(options.folder, sizeof options.folder, "%s/.gordian", here);
  const char* temporary = getenv("TMPDIR");
  std::snprintf(options.fallbackFolder, sizeof options.fallbackFolder, "%s/gordian-%u",
                temporary != nullptr && temporary[0] != '\0' ? temporary : "/tmp",
                static_cast<unsigned>(getuid()));
}

}  // namespace gordian::runtime
