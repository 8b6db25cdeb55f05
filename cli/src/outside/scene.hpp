// A tree of processes at one moment, as far as it tells who waits for whom: through pipes, the end
// of children, locks of files, and the C library's locks inside each process.
//
// No false alarm is more important than a missed one. A task goes on unless it sleeps, in a call
// where it is known who could end that. A pipe's other end outside the tree, a process that hides
// what it has, a handler for signals that come by themselves, a timed wait: each may go on.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "calls.hpp"
#include "futex_wait.hpp"
#include "remote_stack.hpp"
#include "residue.hpp"
#include "views.hpp"

namespace gordian::cli::outside {

class FileWaits;

struct SceneTask {
  std::size_t process = 0;  // index
  TaskView view;
  SleepKind sleep;
  FutexWait futex;       // sleep.what == Futex
  std::string waitsFor;  // in words: "room in pipe 146091 (fd 1)"
  std::string because;   // who could end that: "its only read end is fd 5 of process 812"
};

struct SceneProcess {
  ProcessView view;  // without its tasks
  std::vector<FileView> files;
  bool hasFiles = false;     // false: hidden
  bool hasHandlers = false;  // for signals that come by themselves
};

class Scene {
 public:
  // What is known of these processes; those that are gone are left out.
  explicit Scene(const std::vector<std::uint32_t>& pids);
  ~Scene();
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  [[nodiscard]] const std::vector<SceneProcess>& processes() const { return processes_; }
  [[nodiscard]] const std::vector<SceneTask>& tasks() const { return tasks_; }
  [[nodiscard]] const SceneProcess& processOf(const SceneTask& task) const {
    return processes_[task.process];
  }

  // Stack of a task, read when first asked for.
  const RemoteStack& stackOf(std::size_t task, Stops stops);
  RemoteStacks& stacksOf(std::size_t process);

  // The waits as parties: the tasks by their index, then the processes (each goes on while a task
  // of it does), then everybody outside. Quick: a task in an untimed futex wait counts as dead,
  // which costs no look at stacks; where nothing is dead then, nothing is.
  enum class Look : std::uint8_t { Quick, Thorough };
  std::vector<Needs> parties(Look look);
  [[nodiscard]] bool isTask(Party party) const { return party < tasks_.size(); }

 private:
  void readTasks(std::size_t process);
  Needs needsOf(std::size_t task, Look look);
  Needs futexNeeds(std::size_t task);
  void describeFutex(SceneTask& task);
  Needs childNeeds(SceneTask& task) const;
  [[nodiscard]] Party partyOf(std::size_t process) const { return tasks_.size() + process; }
  [[nodiscard]] Party outside() const { return tasks_.size() + processes_.size(); }
  [[nodiscard]] std::vector<std::uint32_t> tidsOf(std::size_t process) const;

  std::vector<SceneProcess> processes_;
  std::vector<SceneTask> tasks_;
  std::map<std::size_t, std::unique_ptr<RemoteStacks>> stacks_;
  std::map<std::size_t, RemoteStack> stackOf_;
  std::unique_ptr<FileWaits> files_;
};

}  // namespace gordian::cli::outside
