#include "probe_run.hpp"

#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace gordian::test {
namespace {

std::string output(const std::string& program) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(("'" + program + "'").c_str(), "r"),
                                                   pclose);
  std::string text;
  char buffer[4096];
  while (pipe != nullptr && std::fgets(buffer, sizeof buffer, pipe.get()) != nullptr) {
    text += buffer;
  }
  return text;
}

}  // namespace

const recording::Stack& ProbeRun::stack(const std::string& name) const {
  return recording.stacks.at(static_cast<std::size_t>(stacks.at(name)));
}

lockgraph::LockId ProbeRun::addLock(std::uint64_t address, recording::Storage storage,
                                    lockgraph::StackId first, lockgraph::LockKind kind) {
  recording::LockInfo info;
  info.address = address;
  info.storage = storage;
  info.first = first;
  recording.lockInfo.push_back(info);
  lockgraph::Lock lock;
  lock.kind = kind;
  recording.trace.locks.push_back(lock);
  return static_cast<lockgraph::LockId>(recording.lockInfo.size() - 1);
}

ProbeRun runProbe(const std::string& program) {
  ProbeRun run;
  run.recording.executable = program;
  run.recording.directory = std::string(1, '/');
  run.recording.stacks.emplace_back();
  std::istringstream lines(output(program));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string what, name;
    words >> what;
    if (what == "module") {
      recording::Module module;
      words >> std::hex >> module.start >> module.end >> module.bias >> module.buildId >> std::ws;
      std::getline(words, module.path);
      if (module.buildId == "-") module.buildId.clear();
      run.recording.modules.push_back(module);
    } else if (what == "stack") {
      words >> name;
      recording::Stack stack;
      recording::Frame frame;
      char colon = 0;
      while (words >> std::hex >> frame.pc >> colon >> frame.cfa) stack.frames.push_back(frame);
      // printStack, the probe's own tool, is not part of the story.
      if (!stack.frames.empty()) stack.frames.erase(stack.frames.begin());
      run.stacks[name] = static_cast<lockgraph::StackId>(run.recording.stacks.size());
      run.recording.stacks.push_back(stack);
    } else if (what == "lock") {
      std::uint64_t address = 0;
      std::string storage, stack;
      words >> name >> std::hex >> address >> storage >> stack;
      run.locks[name] = run.addLock(
          address, storage == "stack" ? recording::Storage::Stack : recording::Storage::Static,
          run.stacks.at(stack));
    }
  }
  if (run.stacks.empty()) throw std::runtime_error("no output from " + program);
  return run;
}

std::uint32_t markedLine(const std::string& name) {
  std::ifstream source(PROBE_SOURCE);
  std::uint32_t number = 0;
  for (std::string line; std::getline(source, line);) {
    ++number;
    if (line.ends_with("mark:" + name)) return number;
  }
  throw std::runtime_error("no mark " + name);
}

}  // namespace gordian::test
