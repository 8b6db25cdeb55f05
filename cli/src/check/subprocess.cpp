#include "subprocess.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>

namespace gordian::cli {
namespace {

struct Pipe {
  int in = -1;
  int out = -1;
  bool open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    in = ends[0];
    out = ends[1];
    return true;
  }
  void closeEnd(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
  ~Pipe() {
    closeEnd(in);
    closeEnd(out);
  }
};

[[noreturn]] void become(const std::vector<char*>& words, const std::string& folder,
                         const std::array<Pipe, 3>& pipes) {
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(pipes[0].out, STDOUT_FILENO) >= 0 &&
      dup2(pipes[1].out, STDERR_FILENO) >= 0 && (folder.empty() || chdir(folder.c_str()) == 0))
    execvp(words[0], words.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t size = write(pipes[2].out, &error, sizeof error);
  _exit(127);
}

void readBoth(std::array<Pipe, 3>& pipes, Output& output, std::size_t most) {
  std::array<std::string*, 3> texts{&output.out, &output.err, nullptr};
  std::array<char, 65536> buffer;
  for (;;) {
    std::array<pollfd, 3> ends;
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = {pipes[i].in, POLLIN, 0};
    if (std::all_of(ends.begin(), ends.end(), [](const pollfd& end) { return end.fd < 0; })) return;
    if (poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      const ssize_t size = read(ends[i].fd, buffer.data(), buffer.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) {
        pipes[i].closeEnd(pipes[i].in);
      } else if (texts[i] == nullptr) {
        std::copy_n(buffer.data(), std::min(sizeof output.error, static_cast<std::size_t>(size)),
                    reinterpret_cast<char*>(&output.error));
      } else {
        const std::size_t room = most - std::min(most, texts[i]->size());
        texts[i]->append(buffer.data(), std::min(room, static_cast<std::size_t>(size)));
      }
    }
  }
}

}  // namespace

Output outputOf(const std::vector<std::string>& words, const std::string& folder,
                std::size_t most) {
  Output output;
  std::array<Pipe, 3> pipes;  // stdout, stderr, and why it could not be started
  for (Pipe& pipe : pipes)
    if (!pipe.open()) {
      output.error = errno;
      return output;
    }
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) become(arguments, folder, pipes);
  if (child < 0) {
    output.error = errno;
    return output;
  }
  for (Pipe& pipe : pipes) pipe.closeEnd(pipe.out);
  readBoth(pipes, output, most);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  output.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return output;
}

std::string programNamed(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const auto end = std::min(rest.find(':'), rest.size());
    const std::string folder(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::string file = (folder.empty() ? "." : folder) + "/" + name;
    if (access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

}  // namespace gordian::cli
