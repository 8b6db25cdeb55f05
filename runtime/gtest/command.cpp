#include "command.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace gordian::gtest {
namespace {

bool startsWith(std::string_view text, std::string_view begin) {
  return text.substr(0, begin.size()) == begin;
}

// What would bring the runtime into the command is left out.
std::vector<std::string> cleanEnvironment() {
  std::vector<std::string> kept{"GORDIAN_DISABLE=1"};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (startsWith(*variable, "LD_PRELOAD=") || startsWith(*variable, "GORDIAN_DISABLE=")) continue;
    kept.emplace_back(*variable);
  }
  return kept;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string readAll(int descriptor) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

}  // namespace

std::string findCommand(const void* symbol) {
  std::vector<std::filesystem::path> folders;
  if (const char* home = secure_getenv("GORDIAN_HOME")) folders.emplace_back(home);
  Dl_info info{};
  if (dladdr(symbol, &info) != 0 && info.dli_fname != nullptr) {
    const auto library = std::filesystem::path(info.dli_fname).parent_path();
    folders.push_back(library / "..");     // lib/
    folders.push_back(library / "../..");  // lib/<machine>/
  }
  for (const auto& folder : folders) {
    const auto command = folder / "bin" / "gordian";
    if (access(command.c_str(), X_OK) == 0) return command.lexically_normal().string();
  }
  return {};
}

std::optional<std::string> outputOf(const std::string& command,
                                    const std::vector<std::string>& arguments) {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  std::vector<std::string> words{command};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = cleanEnvironment();

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t child = 0;
  const int error = posix_spawn(&child, command.c_str(), &actions, nullptr,
                                pointersTo(words).data(), pointersTo(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text = error == 0 ? readAll(ends[0]) : "";
  close(ends[0]);
  if (error != 0) return std::nullopt;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    // A test may ignore SIGCHLD, then the status is lost; the text is not.
    if (errno != EINTR) return text;
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) return std::nullopt;
  return text;
}

}  // namespace gordian::gtest
