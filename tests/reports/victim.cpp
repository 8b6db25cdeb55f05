// Stands in for an observed program: leaves a recording where `gordian run` asks for it, then ends
// as told. So the wrapper is tested by itself, whatever the runtime does.
//   victim [deadlock] [innocent] [torn] [foreign] [exit N] [signal N] [wait-for-signal N]
//          [show-mask] [echo]
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "../support/recording_builder.hpp"

namespace {

using gordian::testing::RecordingBuilder;

// Python frames need no debug information: file, line and function are in the recording.
std::string python(int line, const char* function) {
  return "  File \"bank.py\", line " + std::to_string(line) + " in " + function + "\n";
}

RecordingBuilder recordingOf(bool isDeadlock) {
  RecordingBuilder builder(static_cast<std::uint32_t>(getpid()), 1);
  builder.process("/usr/bin/python3", "/", {"python3", "bank.py"},
                  gordian::recording::kProcessPython);
  builder.thread(0).thread(1, 0, 0).thread(2, 0, 1);
  for (std::uint32_t id = 1; id <= 4; ++id)
    builder.stack(id, {{0x1000 + id, 0}}, 0, python(10 + static_cast<int>(id), "transfer"));
  builder.lock(1, 0x100, 1).lock(2, 0x200, 2);
  builder.lockName(1, "alice").lockName(2, "bob");
  const auto dependency = [&](std::uint32_t id, std::uint32_t thread, std::uint32_t held,
                              std::uint32_t heldStack, std::uint32_t lock, std::uint32_t stack) {
    gordian::recording::DependencyRecord record{};
    record.id = id;
    record.thread = thread;
    record.lock = lock;
    record.stack = stack;
    builder.dependency(record, {{held, heldStack, 1, 0}});
  };
  dependency(1, 1, 1, 1, 2, 2);
  builder.lockShared(1, 2).lockShared(2, 2);
  if (isDeadlock) dependency(2, 2, 2, 3, 1, 4);
  builder.end(4, 2, 3);
  return builder;
}

void leave(const std::string& bytes, const char* name) {
  const char* const folder = getenv("GORDIAN_OUT");
  if (folder == nullptr) return;
  const std::string file = std::string(folder) + "/" + std::to_string(getpid()) + name + ".gdr";
  std::ofstream(file, std::ios::binary) << bytes;
}

volatile sig_atomic_t caught = 0;

void waitFor(int signal) {
  struct sigaction action {};
  action.sa_handler = [](int) { caught = 1; };
  sigaction(signal, &action, nullptr);
  std::cout << "ready" << std::endl;
  while (caught == 0) usleep(1000);
  std::cout << "caught " << signal << std::endl;
}

void showDispositions() {
  for (const int signal : {SIGINT, SIGQUIT, SIGTERM, SIGHUP}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    std::cout << (action.sa_handler == SIG_DFL ? "default " : "other ");
  }
  sigset_t mask;
  sigprocmask(SIG_SETMASK, nullptr, &mask);
  std::cout << (sigisemptyset(&mask) == 1 ? "unmasked" : "masked") << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int i) { return i + 1 < argc ? atoi(argv[i + 1]) : 0; };
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "deadlock" || word == "innocent")
      leave(recordingOf(word == "deadlock").bytes(), "-1");
    if (word == "torn") {
      const std::string bytes = recordingOf(true).bytes();
      leave(bytes.substr(0, bytes.size() - 10), "-1");
    }
    if (word == "foreign") leave("this is not a recording", "-2");
    if (word == "echo") std::cout << std::cin.rdbuf();
    if (word == "show-mask") showDispositions();
    if (word == "wait-for-signal") waitFor(number(i));
    if (word == "exit") return number(i);
    if (word == "signal") {
      signal(number(i), SIG_DFL);
      raise(number(i));
    }
  }
  return 0;
}
