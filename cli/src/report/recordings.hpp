// The recordings that a report is of, read one after the other: thousands of them need the memory
// of one. In the order in which their processes began, however they were given.
#pragma once

#include <gordian/recording/reader.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gordian::cli {

class Recordings {
 public:
  // In files: recordings, merged files, or folders of them. Only headers are looked at.
  explicit Recordings(const std::vector<std::filesystem::path>& inputs);
  // In memory.
  explicit Recordings(std::vector<recording::Recording> recordings);

  // Processes: one that was given more than once counts once.
  [[nodiscard]] std::size_t size() const { return processes_.size(); }
  [[nodiscard]] bool isEmpty() const { return processes_.empty(); }
  [[nodiscard]] bool has(std::uint32_t pid) const;
  [[nodiscard]] std::optional<std::size_t> find(std::uint32_t pid, std::uint64_t startedNs) const;
  // Whether the process went on as another program: exec() ends a recording and starts a new one.
  [[nodiscard]] bool isReplaced(std::size_t index) const { return processes_[index].isReplaced; }

  // Of a process that was given more than once the longest one, with the hangs of all. From a file
  // it is read anew each time. Null: it can be read no more.
  std::shared_ptr<recording::Recording> read(std::size_t index);

  // One line each: the file, the reason, the remedy.
  [[nodiscard]] const std::vector<std::string>& unreadable() const { return unreadable_; }

 private:
  struct Process {
    std::uint64_t startedNs = 0;
    std::uint32_t pid = 0;
    std::vector<recording::Place> places;
    std::shared_ptr<recording::Recording> inMemory;
    bool isReplaced = false;
  };
  void findReplaced();

  std::vector<Process> processes_;
  std::vector<std::string> unreadable_;
};

}  // namespace gordian::cli
